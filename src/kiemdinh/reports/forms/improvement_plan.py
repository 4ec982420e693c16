"""The improvement plan: Mẫu số 2 (Biểu 2), Annex V of Circular 57/2026, as far as it is known.

Its eight sections, the six columns of IV, the ten of V, and the five of VI with two fixed rows are known. The text of
the sections outside the tables is not known, and is left to the school.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.explanation.costs import PricedChange, effort_of_change
from kiemdinh.narration.layout import Item, Line, Page, PageTable, Section
from kiemdinh.narration.names import MAX_TITLE_OF_ROW
from kiemdinh.narration.sentences import StandingSentences
from kiemdinh.reports.content import BLANK

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.data.repairs import RepairChange
    from kiemdinh.reports.content import RatedStandard, ReportContent

__all__ = ["improvement_plan", "list_issues", "list_measures"]

_ISSUE_COLUMNS: Final = ("number", "standard", "criterion", "situation", "limits", "causes")
_MEASURE_COLUMNS: Final = (
    *("number", "what", "goal", "how", "measured", "months"),
    *("who", "resources", "evidence", "progress"),
)
_REVIEW_COLUMNS: Final = ("when", "followed", "found", "adjusted", "by")
_ISSUE_WIDTHS: Final = (5, 17, 20, 22, 20, 16)
_MEASURE_WIDTHS: Final = (5, 14, 13, 13, 10, 9, 11, 10, 12, 9)
_REVIEW_WIDTHS: Final = (16, 24, 22, 20, 18)
_REVIEWS: Final = ("semester", "year")


def improvement_plan(content: ReportContent) -> Page:
    """Return the plan as a page."""
    text, title = content.text, content.text("report.mau2")
    remarks = [text(f"report.mau2.{key}") for key in ("unverified", "cheapest")]
    return Page(
        title,
        (
            *content.head(title.upper(), is_letter=True),
            Section(text("report.mau2.general"), tuple(_tell_school(content))),
            Section(text("report.mau2.basis"), (Item(content.names.name_source()), Item(_read_note(content, "basis")))),
            Section(text("report.mau2.aims"), (Line(_read_note(content, "aims")),)),
            Section(
                text("report.mau2.issues"),
                (_make_table(content, "issue", _ISSUE_COLUMNS, list_issues(content), _ISSUE_WIDTHS),),
            ),
            Section(
                text("report.mau2.measures"),
                (_make_table(content, "measure", _MEASURE_COLUMNS, list_measures(content), _MEASURE_WIDTHS),),
            ),
            Section(
                text("report.mau2.reviews"),
                (_make_table(content, "review", _REVIEW_COLUMNS, _list_reviews(content), _REVIEW_WIDTHS),),
            ),
            Section(text("report.mau2.organisation"), (Line(_read_note(content, "organisation")),)),
            Section(text("report.mau2.reporting"), (Line(_read_note(content, "reporting")),)),
            content.signature(),
            *content.end(*remarks),
        ),
    )


def _read_note(content: ReportContent, key: str) -> str:
    return content.note(key, content.text(f"report.mau2.{key}"))


def _tell_school(content: ReportContent) -> Iterator[Line | Item]:
    day = content.messages.format_date(content.result.dates.evidence)
    yield Item(content.text("report.line", what=content.text("report.school.name"), text=content.school_name()))
    yield Item(content.text("report.mau1.on", date=day))
    standing = StandingSentences(content.names, content.messages).standing_section(content.result)
    yield from (block for block in standing.blocks if isinstance(block, Line | Item))


def _make_table(
    content: ReportContent, kind: str, columns: tuple[str, ...], rows: list[Mapping[str, str]], widths: tuple[int, ...]
) -> PageTable:
    header = tuple(content.text(f"report.{kind}.{column}") for column in columns)
    cells = tuple(tuple(row[column] for column in columns) for row in rows or [dict.fromkeys(columns, BLANK)])
    return PageTable(header, cells, texts=tuple(range(1, len(columns))), widths=widths)


# -- IV: what is at issue --------------------------------------------------------------------------------


def list_issues(content: ReportContent) -> list[Mapping[str, str]]:
    """Return the issues: standards and criteria whose limits the school names, and criteria in the cheapest repair.

    The plan is about priority issues and not about every criterion: criteria that are neither are left out.
    """
    changed = _nodes_of_changes(content)
    found: list[Mapping[str, str]] = []
    for standard in content.standards:
        if standard.node is not None and content.text_of(standard.node, "limits"):
            found.append(_issue_of_standard(content, standard, len(found) + 1))
        for node in standard.criteria:
            if content.text_of(node.node, "limits") or node.node in changed:
                found.append(_issue_of_criterion(content, standard, node, len(found) + 1))
    return found


def _issue_of_standard(content: ReportContent, standard: RatedStandard, number: int) -> Mapping[str, str]:
    node = standard.node or ""
    return {
        "number": str(number),
        "standard": content.name_standard(standard),
        "criterion": "",
        **{key: _fill_text(content, node, key) for key in ("situation", "limits", "causes")},
    }


def _issue_of_criterion(
    content: ReportContent, standard: RatedStandard, node: NodeResult, number: int
) -> Mapping[str, str]:
    situation = content.text_of(node.node, "situation")
    stands = content.table.describe_standing(node)
    return {
        "number": str(number),
        "standard": content.name_standard(standard),
        "criterion": content.name_criterion(node),
        "situation": f"{stands}. {situation}" if situation else stands,
        "limits": content.text_of(node.node, "limits") or node.why or _fill_text(content, node.node, "limits"),
        "causes": _fill_text(content, node.node, "causes"),
    }


def _fill_text(content: ReportContent, node: str, key: str) -> str:
    name = content.names.name_node(node, most=MAX_TITLE_OF_ROW)
    return content.fill(content.text_of(node, key), content.text(f"report.blank.{key}"), name)


def _nodes_of_changes(content: ReportContent) -> dict[str, None]:
    """Return the criteria that the cheapest repair changes, and those above them."""
    nodes = [change.node for change in _list_changes(content) if change.node is not None]
    outline = content.result.framework.outline
    return dict.fromkeys(above for node in nodes for above in (node, *outline.ancestors_of(node)))


def _list_changes(content: ReportContent) -> tuple[RepairChange, ...]:
    return () if content.repair is None else content.repair.changes


# -- V: what is done -------------------------------------------------------------------------------------


def list_measures(content: ReportContent) -> list[Mapping[str, str]]:
    """Return the changes of the cheapest repair, each with the person responsible, the time and the cost."""
    return [_describe_measure(content, number, change) for number, change in enumerate(_list_changes(content), 1)]


def _describe_measure(content: ReportContent, number: int, change: RepairChange) -> Mapping[str, str]:
    text, node = content.text, change.node
    what = content.names.name_shown(change.id)
    criterion = _criterion_of(content, node)
    aim = what if change.level is None or node is None else content.names.name_step(node, change.level)
    goal = text("report.measure.settled", what=aim) if change.kind == "settle" else aim
    effort = _read_effort(content, change)
    directions = content.text_of(criterion, "directions") if criterion is not None else ""
    named = what if criterion is None else content.names.name_node(criterion, most=MAX_TITLE_OF_ROW)
    said = {
        "how": directions,
        "measured": None,
        "months": effort["months"],
        "who": change.who,
        "resources": effort["resources"],
        "evidence": None,
    }
    of = ", ".join(dict.fromkeys((named, goal)))
    filled = {key: content.fill(one, text(f"report.blank.measure_{key}"), of) for key, one in said.items()}
    return {"number": str(number), "what": named, "goal": goal, **filled, "progress": BLANK}


def _criterion_of(content: ReportContent, node: str | None) -> str | None:
    """Return the nearest node of a layer at or above a node: the criterion."""
    if node is None:
        return None
    framework = content.result.framework
    chain = (node, *framework.outline.ancestors_of(node))
    return next((one for one in chain if framework.nodes[one].layer is not None), node)


def _read_effort(content: ReportContent, change: RepairChange) -> Mapping[str, str]:
    """Return the time and the cost of a change; each is empty where no effort gives it."""
    own = change.id.removeprefix(f"{change.stage}/")
    priced = PricedChange(own, change.node, change.level, change.stage, (change.node, change.level))
    effort = effort_of_change(content.efforts, content.result.framework, priced)
    shared = {price.name: price.amount for price in effort.shared}
    messages = content.messages
    months = effort.also.get("months", shared.get("months"))
    resources = ""
    if effort.is_given and _is_priced(content, priced):
        amount = messages.format_number(change.cost)
        unit = content.efforts.unit
        resources = f"{amount} {unit}" if unit is not None else content.text("report.measure.cost", cost=amount)
    return {"months": "" if months is None else messages.format_sum("months", months), "resources": resources}


def _is_priced(content: ReportContent, change: PricedChange) -> bool:
    keys = change.list_keys(content.result.framework)
    return any(content.efforts.by_key[key].has_price("cost") for key in keys if key in content.efforts.by_key)


# -- VI: what is followed up -----------------------------------------------------------------------------


def _list_reviews(content: ReportContent) -> list[Mapping[str, str]]:
    blank: dict[str, Any] = dict.fromkeys(_REVIEW_COLUMNS, BLANK)
    return [blank | {"when": content.text(f"report.review.{when}")} for when in _REVIEWS]
