"""The part of a dossier to fill in that is about others: members of registers, and results under other frameworks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.writing.flow import write_flow, write_key

if TYPE_CHECKING:
    from kiemdinh.evidence.entries import AllowedEntries, InputForm
    from kiemdinh.evidence.writing.asked_references import AskedReference

__all__ = ["list_member_inputs", "write_awards_of_others", "write_register", "write_results"]


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
    asked: Sequence[AskedReference], records: Mapping[str, Any], words: Mapping[str, str], day: dt.date, lang: str
) -> Iterator[str]:
    """Yield the lines of results under other frameworks: each outcome that is read with its steps, and what is said."""
    outcomes = [one for one in asked if not one.is_award]
    rows = records.get("results") or ()
    if not outcomes and not rows:
        return
    yield f"results:  # {words['results']}"
    for one in outcomes:
        yield f"  # {_name_steps(one, lang)}"
        last = one.found.steps[-1] if one.found.steps else "…"
        example = {"outcome": one.id, "is": last, "side": "external", "on": str(day)}
        yield f"  # {words['example']}: - {_write_example(one, example)}"
    yield from (f"  - {write_flow(row)}" for row in rows)


def write_awards_of_others(asked: Sequence[AskedReference], words: Mapping[str, str], lang: str) -> Iterator[str]:
    """Yield a comment for each award of another framework that is read, with its grades and an example."""
    for one in asked:
        if one.is_award:
            yield f"  # {_name_steps(one, lang)}"
            grade = {"grade": one.found.steps[-1]} if one.found.steps else {}
            example = {"award": one.id, **grade, "signed": words["first_day"]}
            yield f"  # {words['example']}: - {_write_example(one, example)}"


def _name_steps(one: AskedReference, lang: str) -> str:
    """Return what an outcome or award is called, and the words that can be recorded of it."""
    title = " ".join((one.found.text_in(lang) or one.id).split())
    return f"{title}: {', '.join(one.found.words)}" if one.found.words else title


def _write_example(one: AskedReference, said: Mapping[str, str]) -> str:
    whose = {} if one.kind is None else {"member": "A", "kind": one.kind}
    inside = (f"{key}: {value}" for key, value in {**whose, **said}.items())
    return f"{{{', '.join(inside)}}}"
