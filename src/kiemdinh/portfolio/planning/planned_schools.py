"""The schools of a plan: which are counted, what each holds now, and what it could do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.batch.explained import RowProblems
from kiemdinh.portfolio.office_results import name_some, warn_of_outside
from kiemdinh.portfolio.planning.ways import UnknownPrice, Ways, list_ways
from kiemdinh.portfolio.progress import track
from kiemdinh.portfolio.tables import find_latest_rows
from kiemdinh.rules import DEFAULT_BUDGET
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.explanation.costs import Efforts
    from kiemdinh.portfolio.batch import Batch
    from kiemdinh.portfolio.registers import Register

__all__ = ["PlannedSchools", "find_ways", "gather_planned_schools"]


@dataclass(frozen=True, slots=True)
class PlannedSchools:
    """Who is counted.

    Attributes
    ----------
    names
        The ids of all schools that are counted, in order.
    rows
        The row of each of them that was assessed.
    ranks
        The level that each of these holds for certain, by its place among the levels; 0 for none.
    warnings
        Warnings about the schools that are counted.
    """

    names: tuple[str, ...]
    rows: Mapping[str, int]
    ranks: Mapping[str, int]
    warnings: tuple[Diagnostic, ...]


def gather_planned_schools(batch: Batch, register: Register | None, day: dt.date) -> PlannedSchools:
    """Return the counted schools: those of the register on a day, or those of the batch, each by its last row."""
    latest = find_latest_rows(batch.table, batch.rows)
    place = {row: i for i, row in enumerate(batch.rows)}
    held = {level.id: rank for rank, level in enumerate(batch.level_refs, 1)}
    levels = batch.level_columns["level"]
    warnings = [*_warn_days(batch, latest.values(), day), *_warn_rejected(batch)]
    names: Sequence[str] = tuple(latest)
    if register is not None:
        names = register.of(on=day).ids
        warnings += _warn_outside(latest, names)
    rows = {school: latest[school] for school in names if school in latest}
    ranks = {school: held.get(levels[place[row]] or "", 0) for school, row in rows.items()}
    return PlannedSchools(tuple(names), rows, ranks, tuple(warnings))


def _warn_days(batch: Batch, rows: Collection[int], day: dt.date) -> list[Diagnostic]:
    days = sorted({one for row in rows if (one := batch.table.rows.days[row]) is not None and one != day})
    if not days:
        return []
    message = Message(
        "the levels of schools are those of {days}, and not of {day}",
        days=name_some(one.isoformat() for one in days), day=day.isoformat(),
    )  # fmt: skip
    return [Diagnostic("KD736", "warning", message)]


def _warn_rejected(batch: Batch) -> list[Diagnostic]:
    if not batch.rejected_rows:
        return []
    message = Message.for_count(
        "{n} row of the table was set aside: nothing is planned for its school",
        "{n} rows of the table were set aside: nothing is planned for their schools",
        len(batch.rejected_rows),
    )
    return [Diagnostic("KD732", "warning", message)]


def _warn_outside(assessed: Collection[str], names: Sequence[str]) -> list[Diagnostic]:
    missing = [one for one in names if one not in assessed]
    warnings = warn_of_outside(assessed, {*names})
    if missing:
        message = Message.for_count(
            "{n} school of the register is not in the table, holds no level and has nothing to do: {schools}",
            "{n} schools of the register are not in the table, hold no level and have nothing to do: {schools}",
            len(missing),
            schools=name_some(missing),
        )
        warnings.append(Diagnostic("KD727", "warning", message))
    return warnings


def find_ways(
    batch: Batch,
    schools: PlannedSchools,
    ranks: Mapping[str, Collection[int]],
    efforts: Efforts,
    settling: UnknownPrice,
    limited: Collection[str],
    exclude: Collection[str],
) -> dict[str, dict[int, Ways]]:
    """Return the ways of each school to each of some levels above its own, by the place of the level.

    *ranks* are the levels that each school is asked for.
    The cost is that of a search for each way in which rows are recorded, school by school where they are not plain.
    """
    steps = DEFAULT_BUDGET if batch.budget is None else batch.budget
    given = {name for one in efforts.by_key.values() for name in one.numbers} | _hinted(batch) | {*settling.also}
    answer = partial(list_ways, settling=settling, limited=limited, given=given, steps=steps)
    problems = RowProblems(batch.table, efforts, settling.reprice, answer)
    outcome, levels = batch.framework.outcomes[0].id, batch.level_refs
    found: dict[str, dict[int, Ways]] = {}
    asked = [school for school in schools.rows if school in ranks and school not in exclude]
    for school in track(asked, Message("looking for the ways of each school")):
        row = schools.rows[school]
        found[school] = {
            rank: problems.find_answer(row, FactName(FactKind.OUTCOME, outcome, levels[rank - 1].id))
            for rank in sorted(ranks[school])
            if rank > schools.ranks[school]
        }
    return found


def _hinted(batch: Batch) -> set[str]:
    framework = batch.framework
    hints = [one.effort for one in framework.inputs.values()]
    hints += [info.node.effort for info in framework.nodes.values()]
    return {"months"} if any(one is not None and one.months is not None for one in hints) else set()
