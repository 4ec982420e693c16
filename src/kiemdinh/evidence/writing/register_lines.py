"""The part of a dossier to fill in that is about others: members of registers, and results under other frameworks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.writing.flow import write_flow, write_key

if TYPE_CHECKING:
    from kiemdinh.evidence.entries import AllowedEntries, InputForm

__all__ = ["list_member_inputs", "write_register", "write_results"]


def list_member_inputs(allowed: AllowedEntries, kind: str) -> list[InputForm]:
    """Return the inputs that are given for each member of a population, in the order of the definition."""
    return [form for form in allowed.inputs.values() if kind in form.definition.each]


def write_register(
    allowed: AllowedEntries,
    records: Mapping[str, Any],
    words: Mapping[str, str],
    describe: Callable[[InputForm], str],
) -> Iterator[str]:
    """Yield the lines of the registers: of each population an example, its inputs as comments, and what is recorded."""
    rows = records.get("register") or {}
    given = rows if isinstance(rows, Mapping) else {allowed.populations[0]: rows}
    if allowed.populations:
        yield f"register:  # {words['register']}"
    for kind in allowed.populations:
        inputs = list_member_inputs(allowed, kind)
        own = "".join(f", {write_key(form.name)}: …" for form in inputs)
        yield f"  {write_key(kind)}:"
        yield f"    # {words['example']}: - {{id: A, name: …, from: {words['first_day']}{own}}}"
        yield from (f"    # {describe(form)}" for form in inputs)
        yield from (f"    - {write_flow(row)}" for row in given.get(kind) or ())


def write_results(
    allowed: AllowedEntries, records: Mapping[str, Any], words: Mapping[str, str], day: dt.date, lang: str
) -> Iterator[str]:
    """Yield the lines of results under other frameworks: each outcome that is read with its steps, and what is said."""
    outcomes = {of: found for of, found in allowed.references.items() if found.words}
    rows = records.get("results") or ()
    if not outcomes and not rows:
        return
    yield f"results:  # {words['results']}"
    whose = f"member: A, kind: {allowed.populations[0]}, " if allowed.populations else ""
    for of, found in outcomes.items():
        title = " ".join((found.text_in(lang) or of).split())
        last = found.steps[-1] if found.steps else ""
        yield f"  # {title}: {', '.join(found.words)}"
        yield f"  # {words['example']}: - {{{whose}outcome: {of}, is: {last}, side: external, on: {day}}}"
    yield from (f"  - {write_flow(row)}" for row in rows)
