"""What each column of a table is taken for, in words, and as a mapping file that a person goes through."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import ENGLISH, Message
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.sheets import column_letters
from kiemdinh.portfolio.tables.open_table import TableOptions, open_table

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["DescribedColumn", "describe_columns", "write_mapping"]

_KINDS: Final = {
    "school": Message("the id of the school"),
    "name": Message("the name of the school"),
    "year": Message("the school year"),
    "date": Message("the date of the row"),
    "stage": Message("the stages of the school"),
    "id": Message("what is recorded about"),
    "value": Message("what is recorded"),
    "until": Message("the last day of it"),
    "side": Message("who recorded it"),
    "evidence": Message("the evidence of it"),
    "reason": Message("the reason of it"),
}


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """What a column is taken for.

    Attributes
    ----------
    letters, heading
        The column as a spreadsheet names it, and its heading.
    meaning
        What it stands for; None where it is not known, or left out.
    what
        The meaning in words.
    problem
        Why it is not known; None where it is known or left out.
    """

    letters: str
    heading: str
    meaning: ColumnMeaning | None
    what: Message
    problem: Diagnostic | None = None


def describe_columns(
    framework: AnyFramework,
    table: Any,
    *,
    columns: Any = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> tuple[DescribedColumn, ...]:
    """Return what each column of a table is taken for, without reading its rows.

    The arguments are those of :func:`~kiemdinh.portfolio.tables.read_table`, and so is what is raised.

    Examples
    --------
    >>> rows = [{"school": "A", "1.1 Vision": "muc-1", "Note": "x"}]
    >>> [(one.letters, str(one.meaning)) for one in describe_columns("vn.tt57-2026.pho-thong", rows)]
    [('A', 'school'), ('B', '1.1'), ('C', 'None')]
    """
    opened = open_table(framework, table, TableOptions(columns, sheet, encoding, delimiter))
    first, plan = opened.sheets[0]
    problems = {one.path: one for one in plan.unknown}
    described = []
    for index, heading in enumerate(first.headings):
        letters = column_letters(index)
        planned = plan.columns.get(index)
        if planned is not None:
            what = _name(planned.meaning, opened.records.framework)
            described.append(DescribedColumn(letters, heading, planned.meaning, what))
        elif heading.strip():
            problem = problems.get(f"{letters}{first.heading_row}")
            what = Message("left out by the mapping") if problem is None else Message("not known, and not read")
            described.append(DescribedColumn(letters, heading, None, what, problem))
    return tuple(described)


def write_mapping(columns: Iterable[DescribedColumn], lang: str = ENGLISH) -> str:
    """Return a mapping file of columns, for a person to go through: what each is, in a comment behind it.

    A column that is not known is left out in it.
    """
    lines = ["kiemdinh: 1", "columns:"]
    seen = set()
    for column in columns:
        if column.heading in seen:
            continue
        seen.add(column.heading)
        said = "null" if column.meaning is None else _quote(str(column.meaning))
        hint = column.problem.hint if column.problem is not None else None
        comment = column.what.text_in(lang) + ("" if hint is None else f"; {hint.text_in(lang)}")
        lines.append(f"  {_quote(column.heading)}: {said}  # {' '.join(comment.split())}")
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _name(meaning: ColumnMeaning, framework: Framework) -> Message:
    """Return what a column stands for in words: its id with the title of the node or input."""
    if meaning.kind == "step":
        criterion = framework.nodes[meaning.criterion.id].node
        title = Message.in_each(en=criterion.text_in("en") or "", vi=criterion.text_in("vi") or "")
        return Message("whether the step {name} is met: {title}", name=str(meaning), title=title)
    if meaning.kind == "node":
        node = framework.nodes[meaning.id].node
        title = Message.in_each(en=node.text_in("en") or "", vi=node.text_in("vi") or "")
        return Message("finding {name}: {title}", name=str(meaning), title=title)
    if meaning.kind == "input":
        definition = framework.inputs[meaning.id]
        title = Message.in_each(en=definition.text_in("en") or "", vi=definition.text_in("vi") or "")
        return Message("figure {name}: {title}", name=str(meaning), title=title)
    return _KINDS[meaning.kind]
