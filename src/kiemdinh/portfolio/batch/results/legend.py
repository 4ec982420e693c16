"""What each column of the tables of results is, in words, for the last sheet of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.portfolio.frames import Columns
    from kiemdinh.standards.loading import Framework

__all__ = ["build_legend"]

_ATTAINABLE: Final = Message("the level that is reached if all that is unknown turns out well")
_DETERMINED: Final = Message("whether nothing that matters is unknown")
_STATE: Final = Message("met, unmet, unknown or not-applicable; of a criterion met where it reaches a level")
_REASON: Final = Message("why it is unknown")
_MEANINGS: Final[Mapping[str, Message]] = {
    "school": Message("the id of the school"),
    "year": Message("the school year"),
    "stage": Message("the stage that it is about; empty where it is about the school"),
    "level": Message("the level that is guaranteed; empty where none is"),
    "attainable": _ATTAINABLE,
    "determined": _DETERMINED,
    "id": Message("the criterion or requirement, by the id in the framework"),
    "state": _STATE,
    "reason": _REASON,
    "side": Message("whose finding prevails: self or external"),
    "target": Message("the next level"),
    "changes": Message("the least that has to change for it"),
    "proved": Message("whether it is proved that no smaller change is enough"),
    "necessary": Message("what every way changes"),
    "size": Message("how many things have to be lost at once before the level is lost"),
    "losses": Message("which things these are"),
    "schools": Message("how many schools"),
    "rejected": Message("how many rows of the table were set aside"),
    "general_path": Message("how many rows were assessed one by one, since there is more to them than plain findings"),
    "file": Message("the file of the cell"),
    "sheet": Message("the sheet of the cell"),
    "row": Message("the row, counted as a spreadsheet counts it"),
    "column": Message("the heading of the column"),
    "cell": Message("the cell, as a spreadsheet names it"),
    "value": Message("what stands there"),
    "code": Message("the code of the problem; kiemdinh check --explain CODE tells more"),
    "expected": Message("what was expected"),
    "hint": Message("how to mend it"),
    "outcome": Message("which outcome the level is of, as other frameworks refer to it"),
    "on": Message("the day of the assessment"),
    "framework": Message("the framework by which it was assessed"),
    "digest": Message("the digest of the rules of that framework"),
}
_AWARD: Final = "award."


def build_legend(tables: Mapping[str, Columns], framework: Framework, levels: Sequence[LevelRef], lang: str) -> Columns:
    """Return a table that says of each column what it is, and of each level what it is called.

    Parameters
    ----------
    tables
        The tables by name.
    framework, levels
        The framework by which the schools were assessed, and the levels of its main outcome.
    lang
        The language, ``vi`` or ``en``.
    """
    rows = [*_describe_columns(tables, framework, lang)]
    rows += [("levels", level.id, level.said(lang)) for level in levels]
    rows += [("", "framework", f"{framework.id}: {framework.title(lang)}"), ("", "digest", framework.digest)]
    rows.append(("", "kiemdinh", __version__))
    return {name: [row[i] for row in rows] for i, name in enumerate(("table", "name", "meaning"))}


def _describe_columns(tables: Mapping[str, Columns], framework: Framework, lang: str) -> Iterator[tuple[str, str, str]]:
    awards = {f"{_AWARD}{award.id}": award.text_in(lang) or award.id for award in framework.awards}
    for table, columns in tables.items():
        for name in columns:
            if name in awards:
                message = Message("the highest grade of {award} whose conditions certainly hold", award=awards[name])
                yield table, name, message.text_in(lang)
            else:
                yield table, name, _MEANINGS[name].text_in(lang)
