"""The self-assessment report: Mẫu số 1 (Biểu 1), Annex V of Circular 57/2026, as far as it is known.

The four parts, the table of a criterion and the texts of a standard are known from two sources. The headings inside
parts I, III and IV are known from one source, and have the mark ``(*)``. The inner cover, the five lines of general
information and the form of the data of three years are not known, and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.layout import Item, Line, Page, PageBreak, PageTable, Section, Title
from kiemdinh.narration.sentences import StandingSentences
from kiemdinh.reports.forms.lists import evidence_table

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.narration.layout import PageBlock
    from kiemdinh.reports.content import RatedStandard, RatedStep, ReportContent

__all__ = ["self_assessment", "table_of_criteria"]

_LINES_ON_COVER: Final = 9
_TEXTS_OF_STANDARD: Final = ("strengths", "limits", "causes", "directions")


def self_assessment(content: ReportContent) -> Page:
    """Return the report as a page."""
    title = content.text("report.mau1")
    parts = (_make_overview(content), _make_assessment(content), _make_conclusion(content), _make_annexes(content))
    remarks = [content.text(f"report.mau1.{key}") for key in ("unverified", "left_out", "paraphrase", "evidence_codes")]
    return Page(title, (*_make_cover(content, title), *parts, content.signature(), *content.end(*remarks)))


def _make_cover(content: ReportContent, title: str) -> Iterator[PageBlock]:
    yield Line(content.note("authority", content.text("report.blank.authority")).upper(), align="center")
    yield Line(content.school_name().upper(), strong=True, align="center")
    yield from (Line("") for _ in range(_LINES_ON_COVER))
    yield Title(title.upper())
    yield Line(content.text("report.mau1.by", source=content.names.name_source()), align="center")
    yield from (Line("") for _ in range(_LINES_ON_COVER))
    yield Line(content.place_and_day(), align="center", slanted=True)
    yield PageBreak()


# -- part I ------------------------------------------------------------------------------------------------


def _make_overview(content: ReportContent) -> Section:
    text, school = content.text, content.dossier.school
    known = [
        ("name", school.name),
        ("id", school.id),
        ("stages", ", ".join(map(content.messages.name_stage, school.stages or ()))),
        ("founded", None if school.founded is None else content.messages.format_date(school.founded)),
    ]
    named = [(text(f"report.school.{key}"), value) for key, value in known]
    lines = [_make_item(content, what, content.fill(value, what)) for what, value in named]
    where = text("report.school.address")
    lines.append(_make_item(content, where, content.note("address", where)))
    day = content.messages.format_date(content.result.dates.evidence)
    purpose = Line(content.note("purpose", text("report.mau1.purpose")))
    return Section(
        text("report.mau1.part1"),
        (
            Section(text("report.mau1.general"), tuple(lines)),
            Section(text("report.mau1.context"), (Line(content.note("context", text("report.mau1.context"))),)),
            Section(text("report.mau1.purpose"), (purpose, Line(text("report.mau1.on", date=day)))),
            Section(text("report.mau1.process"), (Line(content.note("process", text("report.mau1.process"))),)),
        ),
    )


def _make_item(content: ReportContent, what: str, said: str) -> Item:
    return Item(content.text("report.line", what=what, text=said))


# -- part II -------------------------------------------------------------------------------------------------


def _make_assessment(content: ReportContent) -> Section:
    parts = (
        _tabulate_standards(content)
        if content.is_tabular
        else (_make_standard(content, standard) for standard in content.standards)
    )
    return Section(content.text("report.mau1.part2"), tuple(parts))


def _tabulate_standards(content: ReportContent) -> Iterator[Section]:
    """Yield part II as two tables: the levels of all criteria, and the texts of all standards."""
    text = content.text
    columns = (text("report.column.standard"), text("report.column.criterion"))
    steps = (
        *columns,
        *(text(f"report.mau1.{column}") for column in ("level", "asked", "situation", "verdict", "result")),
    )
    rows = [
        (
            *(content.name_standard(standard), content.name_criterion(node), step.name, " ".join(step.requirements)),
            *(*_step_row(content, node, step, is_lowest=place == 0)[1:], content.table.describe_standing(node)),
        )
        for standard in content.standards
        for node in standard.criteria
        for place, step in enumerate(content.steps_of(node))
    ]
    yield Section(
        text("report.mau1.criteria"),
        (PageTable(steps, tuple(rows), texts=(1, 3, 4), widths=(11, 15, 10, 42, 34, 13, 11)),),
    )
    said = (columns[0], *(text(f"report.mau1.{key}") for key in _TEXTS_OF_STANDARD))
    cells = [
        (name, *(_join_texts(content, standard, name, key) for key in _TEXTS_OF_STANDARD))
        for standard in content.standards
        for name in (text("report.standard", name=content.name_standard(standard)),)
    ]
    yield Section(
        text("report.mau1.standards"), (PageTable(said, tuple(cells), texts=(1, 2, 3, 4), widths=(20, 20, 20, 20, 20)),)
    )


def _join_texts(content: ReportContent, standard: RatedStandard, name: str, key: str) -> str:
    return " ".join(block.text for block in _texts_of_standard(content, standard, name, key))


def _make_standard(content: ReportContent, standard: RatedStandard) -> Section:
    name = content.text("report.standard", name=content.name_standard(standard))
    criteria = tuple(_make_criterion(content, node) for node in standard.criteria)
    said = tuple(
        Section(content.text(f"report.mau1.{key}"), _texts_of_standard(content, standard, name, key))
        for key in _TEXTS_OF_STANDARD
    )
    summary = Section(content.text("report.mau1.summary"), (table_of_criteria(content, standard),))
    return Section(name, (*criteria, *said, summary))


def _make_criterion(content: ReportContent, node: NodeResult) -> Section:
    text = content.text
    steps = content.steps_of(node)
    asked = tuple(Item(step.name, tuple(map(Item, step.requirements))) for step in steps)
    header = tuple(text(f"report.mau1.{column}") for column in ("level", "situation", "verdict"))
    rows = tuple(_step_row(content, node, step, is_lowest=step is steps[0]) for step in steps)
    table = PageTable(header, rows, texts=(1,), widths=(15, 65, 20))
    ends = text("report.mau1.ends", level=content.table.describe_standing(node))
    name = text("report.criterion", name=content.name_criterion(node))
    return Section(name, (*asked, *((table,) if rows else ()), Line(ends, strong=True)))


def _step_row(content: ReportContent, node: NodeResult, step: RatedStep, *, is_lowest: bool) -> tuple[str, ...]:
    """Return the row of a level: its name, the description with the codes of evidence, and whether it is met."""
    level = content.result.framework.nodes[node.node].levels[step.id]
    own = [
        content.text_of(f"{node.node}/{step.id}", "situation"),
        *(content.text_of(one, "situation") for one in level),
    ]
    told = " ".join(one for one in own if one)
    if is_lowest:
        codes = content.cite(node)
        whole = content.text_of(node.node, "situation")
        said = " ".join(one for one in (whole, told) if one)
        told = " ".join(one for one in (_fill_situation(content, node, step, said), _without_told(codes, said)) if one)
    elif not told and content.text_of(node.node, "situation"):
        told = content.text("report.mau1.above")
    else:
        told = _fill_situation(content, node, step, told)
    verdict = content.text(f"report.verdict.{step.state}")
    return step.name, told, verdict


def _fill_situation(content: ReportContent, node: NodeResult, step: RatedStep, said: str) -> str:
    return content.fill(said, content.text("report.blank.situation_at", level=step.name), content.name_criterion(node))


def _without_told(codes: str, text: str) -> str:
    """Return, in brackets, the codes that a text does not name itself; empty where it names all."""
    left = [code for code in codes.strip("()").split(", ") if code and code not in text]
    return f"({', '.join(left)})" if left else ""


def _texts_of_standard(content: ReportContent, standard: RatedStandard, name: str, key: str) -> tuple[Line | Item, ...]:
    """Return the texts of the school about a standard, then about its criteria."""
    own = () if standard.node is None else (content.text_of(standard.node, key),)
    lines = [Line(one) for one in own if one]
    ids = dict.fromkeys(node.node for node in standard.criteria)
    items = [Item(f"{one}: {content.text_of(one, key)}") for one in ids if content.text_of(one, key)]
    if lines or items:
        return (*lines, *items)
    return (Line(content.fill(None, content.text(f"report.blank.{key}"), name)),)


def table_of_criteria(content: ReportContent, *standards: RatedStandard) -> PageTable:
    """Return the table of the criteria of standards, each with its standing."""
    header = (content.text("report.column.criterion"), content.text("report.column.stands"))
    rows = tuple(
        (content.name_criterion(node), content.table.describe_standing(node))
        for standard in standards
        for node in standard.criteria
    )
    return PageTable(header, rows, widths=(75, 25))


# -- parts III and IV ----------------------------------------------------------------------------------------


def _make_conclusion(content: ReportContent) -> Section:
    text = content.text
    standing = StandingSentences(content.names, content.messages).standing_section(content.result)
    proposals = [
        _make_item(content, text(f"report.mau1.to_{who}"), content.note(f"to_{who}", text(f"report.mau1.to_{who}")))
        for who in ("department", "committee", "others")
    ]
    results = (table_of_criteria(content, *content.standards), *_count_levels(content))
    return Section(
        text("report.mau1.part3"),
        (
            Section(text("report.mau1.overview"), (Line(content.note("overview", text("report.mau1.overview"))),)),
            Section(text("report.mau1.results"), results),
            Section(text("report.mau1.level_of_school"), standing.blocks),
            Section(text("report.mau1.proposals"), tuple(proposals)),
        ),
    )


def _count_levels(content: ReportContent) -> Iterator[PageTable]:
    """Yield how many criteria of each standard have each level, and their share; nothing if no levels are counted."""
    found = [[content.table.describe_standing(node) for node in standard.criteria] for standard in content.standards]
    every = [level for levels in found for level in levels]
    order = sorted({*every})
    if not order:
        return
    header = (content.text("report.column.standard"), content.text("report.column.criteria"), *order)
    rows = [
        (content.name_standard(standard), *_count_cells(content, levels, order))
        for standard, levels in zip(content.standards, found, strict=True)
    ]
    yield PageTable(header, (*rows, (content.text("report.column.all"), *_count_cells(content, every, order))))


def _count_cells(content: ReportContent, found: list[str], order: list[str]) -> Iterator[str]:
    number = content.messages.format_number
    yield number(len(found))
    for level in order:
        n = found.count(level)
        yield content.text("report.count", n=number(n), share=number(Fraction(100 * n, len(found)), 1))


def _make_annexes(content: ReportContent) -> Section:
    text = content.text
    blank = (Line(content.fill(None, text("report.mau1.data"))),)
    papers = (Line(content.note("papers", text("report.mau1.papers"))),)
    others = (Line(content.note("other_papers", text("report.mau1.other_papers"))),)
    return Section(
        text("report.mau1.part4"),
        (
            Section(text("report.mau1.data"), blank),
            Section(text("report.mau1.papers"), papers),
            Section(text("report.mau1.evidence"), (evidence_table(content),)),
            Section(text("report.mau1.other_papers"), others),
        ),
    )
