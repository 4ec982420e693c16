"""Assessing a school in the general way: its row is read and resolved as a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.api.assess import assess
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError, format_path
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.portfolio.batch.standing import RowStanding, StandingNames
from kiemdinh.portfolio.sheets import RejectedCell
from kiemdinh.rules.compiled import STATUS

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.outcomes import OutcomeResult
    from kiemdinh.portfolio.tables import SchoolTable, TableColumn

__all__ = ["assess_row", "find_standing"]

_MAX_KEPT: Final = 1_000
"""Assessments that a table keeps; the rows after them are assessed again each time."""


def assess_row(table: SchoolTable, row: int, budget: int | None = None) -> Assessment:
    """Return the assessment of a row, with its members where it has some; of these the first rows' are kept.

    Raises
    ------
    InputError
        It cannot be assessed: with every problem.
    """
    day = table.rows.days[row]
    if table.members is None or day is None:
        return assess(table.framework, table.dossier_of(row), on=day, budget=budget)
    kept: Assessment | None = table.assessed.get((row, budget))
    if kept is not None:
        return kept
    read = read_dossier(table.dossier_of(row), table.framework, default_date=day)
    result = assess(table.framework, table.members.add_to(read, day), on=day, budget=budget)
    if len(table.assessed) < _MAX_KEPT:
        table.assessed[row, budget] = result
    return result


def find_standing(table: SchoolTable, row: int, names: StandingNames) -> RowStanding | list[RejectedCell]:
    """Return where the school of a row stands, or the cells for which it cannot be assessed."""
    try:
        result = assess_row(table, row)
    except InputError as error:
        return [_reject(table, row, problem) for problem in error.diagnostics if problem.severity == "error"]
    grades = {award.id: [grade.eligible for grade in award.grades] for award in result.awards}
    eligible = [truth for award in table.framework.awards for truth in grades[award.id]]
    return RowStanding(_outcome_statuses(names, result.outcomes[0]), tuple(STATUS[truth] for truth in eligible))


def _outcome_statuses(names: StandingNames, outcome: OutcomeResult) -> tuple[int, ...]:
    """Return statuses that say the same as the outcome: a level has those below it."""
    ids = [level.id for level in names.levels]
    if outcome.kind == "labels":
        possible = {label.id for label in outcome.labels}
        return tuple((3 if len(possible) == 1 else 2) if one in possible else 0 for one in ids)
    certain, possible_count = (
        0 if level is None else ids.index(level.id) + 1 for level in (outcome.guaranteed, outcome.attainable)
    )
    return tuple(3 if i < certain else 2 if i < possible_count else 0 for i in range(len(ids)))


def _reject(table: SchoolTable, row: int, problem: Diagnostic) -> RejectedCell:
    rows = table.rows
    file, sheet = table.sources[rows.sources[row]]
    column = next((one for one in table.columns if problem.path == _path_of(one)), None)
    number = rows.numbers[row]
    written = None if column is None else column.entries[column.codes[row]].written
    return RejectedCell(
        file, sheet, number, "" if column is None else column.heading,
        f"{'A' if column is None else column.letters}{number}", shorten_text("" if written is None else str(written)),
        problem.code, problem.message, problem.expected, problem.hint,
    )  # fmt: skip


def _path_of(column: TableColumn) -> str:
    """Return the path of a cell of a column in the dossier of its row, as messages write it."""
    meaning = column.meaning
    head = () if meaning.stage is None else ("stages", meaning.stage)
    return format_path((*head, "findings" if meaning.kind == "node" else "inputs", meaning.id, *meaning.at))
