"""What :func:`kiemdinh.risk` returns."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from kiemdinh.data.office import LevelRange
from kiemdinh.portfolio.office_results import OfficeResult

if TYPE_CHECKING:
    from kiemdinh.data.office import OfficeKind, SchoolAtRisk
    from kiemdinh.narration.layout import Page
    from kiemdinh.portfolio.frames import Columns
    from kiemdinh.standards.loading import Framework

__all__ = ["Risk"]

_NOBODY: Final = LevelRange(None, None)
_OF_CAUSES: Final = ("kind", "node", "stage", "reason", "cite", "actor")
_OF_THREATS: Final = ("date", "what", "id", "effect", "falls")
_MOST_LETTERS: Final = 31
"""The longest name that a sheet of a workbook can have."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Risk(OfficeResult):
    """Schools that were granted an award, whether it is held, and what puts it at risk.

    See the example of :func:`kiemdinh.risk`.

    Attributes
    ----------
    schools
        Each school with each award that it was granted, in the order of the register.
    until
        The last day for which threats are told.
    concern
        The framework by which schools are sorted.
    editions
        The editions in force, and those by which awards were granted, by their ids.
    others
        How many schools of the register were granted nothing.
    """

    kind: ClassVar[OfficeKind] = "risk"
    schools: tuple[SchoolAtRisk, ...]
    until: dt.date
    concern: Framework
    editions: Mapping[str, Framework]
    others: int

    @cached_property
    def tables(self) -> Mapping[str, Columns]:
        """The columns of ``schools``, ``causes``, ``threats`` and ``counts``."""
        return {
            "schools": _tell_schools(self.schools),
            "causes": _tell_each(self.schools, "causes", _OF_CAUSES),
            "threats": _tell_each(self.schools, "threats", _OF_THREATS),
            "counts": self._count(),
        }

    def _count(self) -> Columns:
        found = Counter((one.concern, one.held.state, one.stands) for one in self.schools)
        keys = sorted(found, key=lambda key: (-found[key], str(key)))
        names = ("concern", "held", "stands")
        return {
            **{name: [key[i] for key in keys] for i, name in enumerate(names)},
            "schools": [found[key] for key in keys],
        }

    @property
    def concerns(self) -> Mapping[str | None, int]:
        """How many schools there are of each concern; None where it is open."""
        return Counter(one.concern for one in self.schools)

    def sheets(self, lang: str) -> Mapping[str, Columns]:
        """Return the sheets of its workbook: the tables, and one for the schools of each district."""
        from kiemdinh.narration.office import name_no_district  # noqa: PLC0415 - only when a workbook is asked for

        by_district: dict[str | None, list[SchoolAtRisk]] = {}
        for one in self.schools:
            by_district.setdefault(one.district, []).append(one)
        found = dict(self.tables)
        taken = {name.casefold() for name in (*found, "legend")}
        for district, schools in by_district.items():
            found[_name_sheet(district or name_no_district(lang), taken)] = _tell_schools(schools)
        return found

    def own_data(self) -> Mapping[str, Any]:
        """Return the last day, the framework of concern, and how many schools were granted nothing."""
        concern = {"id": self.concern.id, "digest": self.concern.digest}
        return {"until": self.until, "concern": concern, "others": self.others}

    def page(self, lang: str | None = None) -> Page:
        """Return it as a report: summary, causes, the list of schools, and how it was worked out."""
        from kiemdinh.narration.office import risk_page  # noqa: PLC0415 - only when text is asked for

        return risk_page(self, lang)

    def draw(self, lang: str | None = None) -> str:
        """Return a picture: a bar for each concern, with its words and its pattern."""
        from kiemdinh.narration.drawings.office import draw_concerns  # noqa: PLC0415 - only when a picture is asked for

        return draw_concerns(self, lang)


def _tell_schools(schools: Iterable[SchoolAtRisk]) -> Columns:
    several = list(schools)

    def take(name: str) -> list[Any]:
        return [getattr(one, name) for one in several]

    def of_award(name: str) -> list[Any]:
        return [getattr(one.held, name) for one in several]

    today, granted = ([getattr(one, name) or _NOBODY for one in several] for name in ("today", "granted"))
    return {
        **{name: take(name) for name in ("school", "name", "commune", "district")},
        **{name: of_award(name) for name in ("award", "grade", "signed", "until")},
        "held": of_award("state"),
        "granted_by": of_award("edition"),
        "of": of_award("of"),
        "needed": take("needed"),
        "today": [one.level for one in today],
        "today_attainable": [one.attainable for one in today],
        "edition": take("edition"),
        "stands": take("stands"),
        "granted": [one.level for one in granted],
        "granted_attainable": [one.attainable for one in granted],
        "losses": take("margin"),
        "single_points": ["; ".join(one.single_points) or None for one in several],
        "threats": [
            "; ".join(f"{threat.date} {threat.what} {threat.id}" for threat in one.threats) or None for one in several
        ],
        "causes": ["; ".join(_name_cause(cause.kind, cause.node) for cause in one.causes) or None for one in several],
        "concern": take("concern"),
    }


def _name_cause(kind: str, node: str | None) -> str:
    return kind if node is None else f"{kind}: {node}"


def _tell_each(schools: Iterable[SchoolAtRisk], what: str, names: tuple[str, ...]) -> Columns:
    """Return the causes or threats of all schools, a row for each."""
    rows = [(one, part) for one in schools for part in getattr(one, what)]
    return {
        "school": [one.school for one, _ in rows],
        "award": [one.held.award for one, _ in rows],
        **{name: [getattr(part, name) for _, part in rows] for name in names},
    }


def _name_sheet(name: str, taken: set[str]) -> str:
    """Return a name for a sheet that spreadsheets take, and that no other sheet has; it is added to *taken*."""
    bare = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip("' ")[:_MOST_LETTERS] or "-"
    found, number = bare, 1
    while found.casefold() in taken:
        number += 1
        end = f" ({number})"
        found = bare[: _MOST_LETTERS - len(end)] + end
    taken.add(found.casefold())
    return found
