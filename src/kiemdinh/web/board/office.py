"""The page of an office: its schools by filters, how many are at each level, and a heat map of the criteria."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.wording import drop_marks
from kiemdinh.web.board.texts import BoardTexts

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.standards.loading import Framework
    from kiemdinh.web.board.views import SchoolStanding
    from kiemdinh.web.store import StoredSchool

__all__ = ["BoardSchool", "OfficeFilter", "OfficeView", "view_office"]

_PER_PAGE: Final = 40
_NO_LEVEL: Final = "-"
"""The value of the filter by level for schools of which no level is certain."""
_NOT_YET: Final = "?"
"""The value of the filter by level for schools that have not been assessed yet."""
_STATES: Final = ("settle", "improve", "known", "top", "pending")
_SHADES: Final = 5
"""How many shades a heat map has besides the shade for no school."""
_MAX_COLUMNS: Final = 12


@dataclass(frozen=True, slots=True)
class OfficeFilter:
    """The filter that an address asks for; an empty text lets all schools pass.

    Attributes
    ----------
    area, type, level, state, framework
        What a school must have: its area, its stages joined by a space, the id of the level that is certain, the state
        and the framework.
    find
        A part of its name or id. If it has no diacritics, those of the name do not matter: ``binh`` finds ``Bình``.
    on
        The day of the assessment; empty for the days of the dossiers.
    criterion, goal
        The id of a criterion, and a level that the school does not reach at it.
    page
        Which page of the list.
    """

    area: str = ""
    type: str = ""
    level: str = ""
    state: str = ""
    framework: str = ""
    find: str = ""
    on: str = ""
    criterion: str = ""
    goal: str = ""
    page: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> OfficeFilter:
        """Return the filter that an address asks for; unknown parameters are ignored."""
        return cls(**{one.name: query.get(one.name, "").strip()[:200] for one in fields(cls)})

    def may_show(self, school: StoredSchool) -> bool:
        """Return whether a school passes those parts of the filter that do not depend on its standing."""
        said = {"area": school.area or "", "type": type_of(school), "framework": school.framework}
        if any(wanted and said[name] != wanted for name, wanted in ((key, getattr(self, key)) for key in said)):
            return False
        return _is_found(self.find, f"{school.name or ''} {school.id}")

    def query(self, **changed: str) -> dict[str, str]:
        """Return the filter as the query of an address, with these changes; the list begins at its first page again."""
        own = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "page"}
        return {key: value for key, value in {**own, **changed}.items() if value}


def _is_found(wanted: str, text: str) -> bool:
    wanted, text = (unicodedata.normalize("NFC", one.casefold()) for one in (wanted, text))
    return wanted in text or (wanted == drop_marks(wanted) and wanted in drop_marks(text))


def type_of(school: StoredSchool) -> str:
    """Return the type by which lists group a school: its stages joined by a space, else its framework."""
    return " ".join(school.stages) or school.framework


@dataclass(frozen=True, slots=True)
class BoardSchool:
    """A school with its standing."""

    school: StoredSchool
    standing: SchoolStanding

    @property
    def type(self) -> str:
        """The type by which lists group schools."""
        return type_of(self.school)

    @property
    def level(self) -> str:
        """The id of the level that is certain; a dash where none is, a question mark where that is not known yet."""
        if self.standing.state == "pending":
            return _NOT_YET
        return _NO_LEVEL if self.standing.level is None else self.standing.level.id


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A choice of a filter: its value, its name for people, and how many schools have it."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How many of the schools of an area reach the level at a criterion; ``shade`` grows with those that fall short."""

    area: str
    short: int
    open: int
    of: int
    shade: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A criterion with a cell for each area, and one for all."""

    criterion: str
    title: str
    whole: HeatCell
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class OfficeHeat:
    """The criteria of a framework, each with a cell for each area: how many schools fall short of a level there.

    ``areas`` has the areas with the most schools; ``more`` counts the others.
    """

    framework: str
    title: str
    goal: str
    goals: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    more: int
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class OfficeView:
    """The data that the page of an office shows.

    Attributes
    ----------
    schools
        The schools of this page of the list.
    found, all
        How many schools pass the filters, and how many there are.
    page, pages
        Which page of the list it is, and how many there are.
    levels, states
        How many of the schools that pass the filters have each level, and each state.
    pending
        How many of all schools have not been assessed yet; no count of levels includes them.
    filters
        The choices of each filter, by its name.
    heat
        The heat map of the most frequent framework among the schools that pass the filters; None where none has levels.
    others
        The other frameworks of these schools.
    """

    schools: tuple[BoardSchool, ...]
    found: int
    all: int
    page: int
    pages: int
    levels: tuple[FilterChoice, ...]
    states: tuple[FilterChoice, ...]
    pending: int
    filters: Mapping[str, tuple[FilterChoice, ...]]
    heat: OfficeHeat | None
    others: tuple[FilterChoice, ...]


def view_office(
    schools: Sequence[BoardSchool], asked: OfficeFilter, frameworks: Mapping[str, Framework], texts: BoardTexts
) -> OfficeView:
    """Return what the page of an office shows of *schools* under the filter that is *asked* for.

    *frameworks* are those of the schools, by id. The cost is linear in the schools and their criteria.
    """
    kept = [one for one in schools if _passes_filter(one, asked, frameworks)]
    pages = max(1, -(-len(kept) // _PER_PAGE))
    page = min(int(asked.page), pages) if asked.page.isdecimal() and int(asked.page) > 0 else 1
    titles = {key: one.title(texts.lang) for key, one in frameworks.items()}
    filters = {
        "area": _count_choices((one.school.area or "" for one in schools), {"": texts.text("office.no_area")}),
        "type": _count_choices((one.type for one in schools), _name_types(schools, titles, texts)),
        "level": _count_levels(schools, texts),
        "state": _count_states(schools, texts),
        "framework": _count_choices((one.school.framework for one in schools), titles),
    }
    heat = _draw_heat(kept, asked.goal, frameworks, texts)
    of_frameworks = _count_choices((one.school.framework for one in kept), titles)
    return OfficeView(
        schools=tuple(kept[(page - 1) * _PER_PAGE : page * _PER_PAGE]),
        found=len(kept),
        all=len(schools),
        page=page,
        pages=pages,
        levels=_count_levels(kept, texts),
        states=_count_states(kept, texts),
        pending=sum(one.standing.state == "pending" for one in schools),
        filters=filters,
        heat=heat,
        others=tuple(one for one in of_frameworks if heat is None or one.value != heat.framework),
    )


def _passes_filter(one: BoardSchool, asked: OfficeFilter, frameworks: Mapping[str, Framework]) -> bool:
    if not asked.may_show(one.school) or (asked.level or one.level) != one.level:
        return False
    if asked.state and asked.state != one.standing.state:
        return False
    if not asked.criterion:
        return True
    ends = one.standing.criteria.get(asked.criterion, ())
    framework = frameworks.get(one.school.framework)
    # Nothing is known of a framework that is not served.
    return framework is not None and any(low < _find_step(framework, asked.criterion, asked.goal) for low, _ in ends)


def _find_step(framework: Framework, criterion: str, goal: str) -> int:
    """Return the number of a step of a criterion, from 1; 1 where its scale has no such step."""
    info = framework.nodes.get(criterion)
    return info.steps.index(goal) + 1 if info is not None and goal in info.steps else 1


def _count_choices(values: Iterable[str], names: Mapping[str, str]) -> tuple[FilterChoice, ...]:
    counts = Counter(values)
    return tuple(FilterChoice(value, names.get(value, value), counts[value]) for value in sorted(counts))


def _name_types(schools: Iterable[BoardSchool], titles: Mapping[str, str], texts: BoardTexts) -> dict[str, str]:
    """Return the name of each type; the name of a framework that is not served is its id."""
    return {
        one.type: ", ".join(map(texts.stage, one.school.stages))
        or titles.get(one.school.framework, one.school.framework)
        for one in schools
    }


def _count_levels(schools: Iterable[BoardSchool], texts: BoardTexts) -> tuple[FilterChoice, ...]:
    levels: dict[str, LevelRef | None] = {one.level: one.standing.level for one in schools}
    names = {key: level.said(texts.lang) for key, level in levels.items() if level is not None}
    names |= {_NO_LEVEL: texts.text("office.no_level"), _NOT_YET: texts.text("state.pending")}
    return _count_choices((one.level for one in schools), names)


def _count_states(schools: Iterable[BoardSchool], texts: BoardTexts) -> tuple[FilterChoice, ...]:
    counts = Counter(one.standing.state for one in schools)
    return tuple(FilterChoice(state, texts.text(f"state.{state}"), counts[state]) for state in _STATES if counts[state])


# -- the heat map --------------------------------------------------------------------------------------------


def _draw_heat(
    schools: Sequence[BoardSchool], goal: str, frameworks: Mapping[str, Framework], texts: BoardTexts
) -> OfficeHeat | None:
    counts = Counter(one.school.framework for one in schools if one.standing.criteria)
    if not counts:
        return None
    (framework, _), *_ = counts.most_common(1)
    return _draw_framework(
        frameworks[framework], [one for one in schools if one.school.framework == framework], goal, texts
    )


def _draw_framework(
    framework: Framework, schools: Sequence[BoardSchool], goal: str, texts: BoardTexts
) -> OfficeHeat | None:
    """Return the heat map of a framework; None where its criteria have no levels in common."""
    judged = {criterion for school in schools for criterion in school.standing.criteria}
    criteria = [one for one in framework.nodes if one in judged]
    steps = {step: number for one in criteria for number, step in enumerate(framework.nodes[one].steps, 1)}
    if not criteria:
        return None
    goal = goal if goal in steps else next(iter(steps), "")
    counts = Counter(one.school.area or "" for one in schools)
    areas = sorted(area for area, _ in counts.most_common(_MAX_COLUMNS)) if len(counts) > 1 else []
    by_area = {area: [one for one in schools if (one.school.area or "") == area] for area in areas}
    numbers = {one: _find_step(framework, one, goal) for one in criteria}
    rows = tuple(
        HeatRow(
            one,
            framework.nodes[one].node.text_in(texts.lang) or one,
            _count_cell("", one, schools, number),
            tuple(_count_cell(area, one, by_area[area], number) for area in areas),
        )
        for one, number in numbers.items()
    )
    goals = tuple((step, _name_step(framework, step, texts)) for step in steps)
    return OfficeHeat(
        framework.id,
        framework.title(texts.lang),
        goal,
        goals,
        tuple(areas),
        len(counts) - len(areas) if areas else 0,
        rows,
    )


def _name_step(framework: Framework, step: str, texts: BoardTexts) -> str:
    """Return the name of a step of any scale."""
    scales = framework.definition.scales
    found = next((one for scale in scales if (one := framework.definition.find_step(scale, step)) is not None), None)
    return step if found is None else found.text_in(texts.lang) or step


def _count_cell(area: str, criterion: str, schools: Iterable[BoardSchool], step: int) -> HeatCell:
    short = unknown = of = 0
    for school in schools:
        ends = school.standing.criteria.get(criterion, ())
        if ends:
            of += 1
            short += any(high < step for _, high in ends)
            unknown += any(low < step <= high for low, high in ends) and not any(high < step for _, high in ends)
    shade = 0 if not of or not short + unknown else 1 + (_SHADES - 1) * (short + unknown) // of
    return HeatCell(area, short, unknown, of, shade)
