"""Where the school of a plain dossier stands by the rules on planes, for laws that can be tried on any assessor."""

import datetime as dt
from array import array
from dataclasses import replace

from kiemdinh.assessment.plain import NotPlainError
from kiemdinh.evidence.dossier import FindingRecord
from kiemdinh.evidence.reading import RECORD_DAY, read_dossier
from kiemdinh.portfolio.batch.plain_rows import find_waits, gather_rows
from kiemdinh.portfolio.batch.standing import StandingNames
from kiemdinh.portfolio.coded import repeat_cell
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.tables import SchoolTable
from kiemdinh.portfolio.tables.school_table import CellEntry, TableColumn, TableRows
from kiemdinh.standards.names import FactKind, read_fact_name
from kiemdinh.testing.laws.outcome_spans import Span


def plain_records(framework, case):
    """Return the same records as plain ones: one about each thing, the school's own, of one day, no evidence.

    Which one is kept does not hang on their order.
    """
    chosen = {record.key: record for record in sorted(case.records, key=repr, reverse=True)}
    kept = {}
    for record in case.records:
        is_decision = record.is_input and framework.inputs[record.about].type == "decision"
        if not is_decision and record == chosen[record.key]:
            kept.setdefault(
                record.key, replace(record, side="self", date=None, evidence_codes=(), why=None, until=None)
            )
    school = case.rest.get("school", {})
    rest = {"school": {"stages": school["stages"]}} if "stages" in school else {}
    return replace(case, records=tuple(kept.values()), rest={**rest, "date": case.rest["date"]})


def assess_on_planes(framework, dossier):
    """Return where the school of a plain dossier stands.

    Raises
    ------
    NotPlainError
        The rules cannot be closed over what it records.
    """
    table = make_table(framework, dossier)
    plain = gather_rows(table, 0)
    names = StandingNames.of(framework)
    tops = (*names.outcomes, *names.awards)
    settled = plain.settle([0], tops)
    school = settled.found.facts.school
    statuses = {name: int(settled.planes.combine(school[name])[0]) for name in tops}
    for award, wait in zip(names.awards, find_waits(framework, plain.empty), strict=True):
        statuses[award] = min(statuses[award], wait)
    return name_spans(framework, statuses)


def make_table(framework, dossier):
    """Return a table of one row, with a column for each record."""
    read = read_dossier(dossier, framework)
    if read.held or read.complete or read.evidence is not None or read.school.founded:
        message = "more than plain records"
        raise NotPlainError(message)
    columns = []
    for record in (*read.findings, *read.values):
        entry = CellEntry("x", (replace(record, date=RECORD_DAY),))
        meaning = (
            ColumnMeaning("node", record.node)
            if isinstance(record, FindingRecord)
            else ColumnMeaning("input", record.name)
        )
        columns.append(TableColumn("x", "A", meaning, (CellEntry(None), entry), array("B", [1])))
    day = dt.date.fromisoformat(str(dossier["date"]))
    cells = [repeat_cell(cell, 1) for cell in ("A", None, None, day, day, read.school.stages)]
    return SchoolTable(framework, TableRows(*cells, [2], [0]), tuple(columns))


def name_spans(framework, statuses):
    """Return the statuses of outcomes and awards as laws compare them."""
    spans = {}
    for outcome in framework.outcomes:
        own = {read_fact_name(name): status for name, status in statuses.items()}
        own = {name: status for name, status in own.items() if name.subject == outcome.id and not name.is_of_award}
        if all(name.kind is FactKind.LABEL for name in own):
            spans[f"outcome {outcome.id}"] = frozenset(name.step for name, status in own.items() if status > 1)
        else:
            low, high = (
                max((i for i, one in enumerate(own.values(), 1) if one >= least), default=0) for least in (3, 2)
            )
            spans[f"outcome {outcome.id}"] = Span(low, high)
    for name, status in statuses.items():
        fact = read_fact_name(name)
        if fact.is_of_award:
            grade = f" at {fact.step}" if fact.step else ""
            spans[f"award {fact.subject}{grade}"] = Span(status == 3, status > 1)
    return spans
