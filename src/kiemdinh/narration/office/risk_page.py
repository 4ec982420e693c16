"""A report on awards at risk: summary, causes, the list of schools, and how it was worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from kiemdinh.data.office import CAUSES, CauseKind, LevelRange, RiskActor, SchoolAtRisk, Threat
from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, PageTable, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.office.impact_page import name_range
from kiemdinh.narration.office.office_data import OfficeData
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.standards.loading import Framework

__all__ = ["RiskData", "list_concerns", "name_no_district", "risk_page"]

_MOST_CAUSES: Final = 30
_MOST_POINTS: Final = 12
"""Parts that alone drop a level, of which a report names so many."""


class _CauseKey(NamedTuple):
    """What is told once of the causes of a school: a criterion or requirement, and why it is missing."""

    edition: str | None
    kind: CauseKind
    part: str | None
    cite: str | None
    actor: RiskActor


class RiskData(OfficeData, Protocol):
    """What a report needs of awards at risk."""

    @property
    def until(self) -> dt.date:
        """The last day for which threats are told."""

    @property
    def schools(self) -> tuple[SchoolAtRisk, ...]:
        """Each school with each award."""

    @property
    def concern(self) -> Framework:
        """The framework by which schools are sorted."""

    @property
    def concerns(self) -> Mapping[str | None, int]:
        """How many schools there are of each concern."""

    @property
    def editions(self) -> Mapping[str, Framework]:
        """The editions in force and those by which awards were granted."""

    @property
    def others(self) -> int:
        """How many schools were granted nothing."""


def risk_page(found: RiskData, lang: str | None = None) -> Page:
    """Return the report as a page.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    return _RiskPage(found, speak_of(found.frameworks[0], lang)).make()


def name_no_district(lang: str) -> str:
    """Return what stands for schools of which the register names no district."""
    return Messages(lang).text("office.risk.no_district")


def list_concerns(found: RiskData, messages: Messages) -> list[tuple[str | None, str, int]]:
    """Return the concerns that some school has: the id, the words, and how many schools have it.

    They come in the order of the framework; those that are left open last.
    """
    names = Names(found.concern, messages)
    outcome = found.concern.outcomes[0]
    cases = [case.id for case in getattr(outcome, "cases", ())]
    otherwise = getattr(outcome, "otherwise", None)
    order = [*cases, *([] if otherwise is None else [otherwise.id])]
    known = [*order, *(one for one in found.concerns if one is not None and one not in order)]
    told: list[tuple[str | None, str, int]] = [
        (one, names.name_outcome_level(outcome.id, one), found.concerns[one])
        for one in known
        if found.concerns.get(one)
    ]
    left = found.concerns.get(None)
    return [*told, (None, messages.text("office.risk.no_concern"), left)] if left else told


class _RiskPage:
    """Makes the report."""

    def __init__(self, found: RiskData, messages: Messages) -> None:
        self.found, self.messages, self.text = found, messages, messages.text
        self.names = {edition: Names(one, messages) for edition, one in found.editions.items()}

    def make(self) -> Page:
        """Return the page."""
        day, until = (self.messages.format_date(one) for one in (self.found.days[0], self.found.until))
        blocks: list[PageBlock] = [
            *(Line(one.title(self.messages.lang)) for one in self.found.frameworks),
            Line(self.text("office.risk.period", day=day, until=until)),
            *(Item(one.message.text_in(self.messages.lang)) for one in self.found.warnings),
            Section(self.text("office.risk.summary"), tuple(self._summarise())),
        ]
        causes = tuple(self._tell_causes())
        if causes:
            blocks.append(Section(self.text("office.risk.causes"), causes))
        blocks += [Section(self.text("office.risk.list"), tuple(self._list_schools()))] if self.found.schools else []
        blocks.append(Section(self.text("office.method"), tuple(map(Line, self._explain()))))
        return Page(self.text("office.risk.title"), tuple(blocks))

    def _summarise(self) -> Iterator[PageBlock]:
        schools = {one.school for one in self.found.schools}
        yield Line(self.text("office.risk.of", n=len(schools), others=self.found.others), strong=True)
        for _, words, number in list_concerns(self.found, self.messages):
            yield Item(self.text("office.risk.concern", words=words, n=number))

    def _tell_causes(self) -> Iterator[PageBlock]:
        """Yield how many schools have each kind of cause, then the parts that most schools lack."""
        by_kind = {kind: {one.school for one in self.found.schools if _has_kind(one, kind)} for kind in CAUSES}
        for kind, schools in by_kind.items():
            if schools:
                yield Item(self.text("office.risk.kind", kind=self.text(f"office.cause.{kind}"), n=len(schools)))
        counts = Counter(key for one in self.found.schools for key in self._group_causes(one) if key.part is not None)
        if not counts:
            return
        header = tuple(self.text(f"office.title.{name}") for name in ("lacking", "schools", "kind", "actor", "cite"))
        rows = [
            (
                self._name_part(cause.edition, cause.part),
                self.messages.format_number(number),
                self.text(f"office.cause.{cause.kind}"),
                self.text(f"office.actor.{cause.actor}"),
                cause.cite or "–",
            )
            for cause, number in counts.most_common(_MOST_CAUSES)
        ]
        yield PageTable(header, tuple(rows), texts=(4,))

    def _list_schools(self) -> Iterator[PageBlock]:
        """Yield the schools that are of concern, district by district, most urgent first."""
        order = [one for one, _, _ in list_concerns(self.found, self.messages)]
        calm = order[-1:] if order and order[-1] is not None else []
        districts = dict.fromkeys(one.district for one in self.found.schools)
        for district in districts:
            own = [one for one in self.found.schools if one.district == district and one.concern not in calm]
            own.sort(key=lambda one: order.index(one.concern))
            if own:
                name = district or self.text("office.risk.no_district")
                yield Section(self.text("office.group", group=name, n=len(own)), tuple(map(self._tell_school, own)))
        rest = sum(one.concern in calm for one in self.found.schools)
        if rest:
            yield Line(self.text("office.risk.rest", n=rest))

    def _tell_school(self, one: SchoolAtRisk) -> Item:
        concern = next((words for id_, words, _ in list_concerns(self.found, self.messages) if id_ == one.concern), "")
        who = one.school if one.name is None else f"{one.school} {one.name}"
        parts = [Item(self._tell_award(one)), Item(self._tell_today(one))]
        if one.granted is not None and one.held.edition != one.edition and one.held.edition is not None:
            level = self._name_levels(one.granted, one.held.edition)
            parts.append(Item(self.text("office.risk.granted", edition=one.held.edition, level=level)))
        if one.causes:
            causes = self._group_causes(one).items()
            parts.append(Item(self.text("office.risk.because"), tuple(self._tell_cause(*each) for each in causes)))
        if one.threats:
            parts.append(
                Item(self.text("office.risk.ahead"), tuple(self._tell_threat(one, each) for each in one.threats))
            )
        if one.single_points and one.held.state == "held":
            parts.append(Item(self._tell_points(one)))
        return Item(self.text("office.risk.school", school=who, concern=concern), tuple(parts))

    def _tell_award(self, one: SchoolAtRisk) -> str:
        held = one.held
        names = self._names_of(held.edition)
        said = [held.award, held.grade]
        if names is not None and held.id is not None:
            said = [names.name_award(held.id), held.grade and names.name_award(held.id, held.grade)]
        award = ", ".join(filter(None, said))
        days = [
            self.text(f"office.risk.{key}", day=self.messages.format_date(day))
            for key, day in (("signed", held.signed), ("until", held.until))
            if day is not None
        ]
        told = "; ".join((award, *days, self.text(f"office.held.{held.state}")))
        return told if held.of is None else self.text("office.risk.inherited", award=told, school=held.of)

    def _tell_today(self, one: SchoolAtRisk) -> str:
        today = self._name_levels(one.today, one.edition)
        if one.needed is None or one.edition is None:
            return self.text("office.risk.today", level=today)
        needed = self.names[one.edition].name_outcome_level(self._outcome_of(one.edition), one.needed)
        return self.text("office.risk.needs", needed=needed, level=today)

    def _group_causes(self, one: SchoolAtRisk) -> dict[_CauseKey, list[str]]:
        """Return the causes of a school, those of several levels of one criterion together, with these levels."""
        names = self._names_of(one.edition)
        found: dict[_CauseKey, list[str]] = {}
        for cause in one.causes:
            part, step = cause.node, None
            if names is not None and part is not None:
                shown = names.read_id(part).name
                if isinstance(shown, FactName) and shown.kind is FactKind.STEP:
                    part, step = shown.subject, names.name_step(shown.subject, shown.step or "")
            key = _CauseKey(one.edition, cause.kind, part, cause.cite, cause.actor)
            found.setdefault(key, []).extend([step] if step is not None else [])
        return found

    def _tell_cause(self, cause: _CauseKey, steps: Sequence[str]) -> Item:
        told = self.text(f"office.cause.{cause.kind}")
        if cause.part is not None:
            part = self._name_part(cause.edition, cause.part)
            part = self.text("office.risk.at", part=part, levels=", ".join(steps)) if steps else part
            told = self.text("office.risk.cause", kind=told, part=part)
        known = [cause.cite, self.text(f"office.actor.{cause.actor}")]
        return Item(f"{told} ({'; '.join(text for text in known if text)})")

    def _tell_threat(self, one: SchoolAtRisk, threat: Threat) -> Item:
        date, what = self.messages.format_date(threat.date), self.text(f"office.threat.{threat.what}", id=threat.id)
        if threat.what == "award":
            return Item(self.text("office.risk.threat_award", date=date, what=what))
        ends = None if threat.effect is None else threat.effect
        level = self.text("standing.none")
        if ends is not None and one.edition is not None:
            level = self.names[one.edition].name_outcome_level(self._outcome_of(one.edition), ends)
        key = "office.risk.threat_falls" if threat.falls else "office.risk.threat"
        return Item(self.text(key, date=date, what=what, level=level))

    def _tell_points(self, one: SchoolAtRisk) -> str:
        more = len(one.single_points) - _MOST_POINTS
        told = "; ".join(one.single_points[:_MOST_POINTS])
        rest = self.text("office.risk.more_points", n=more) if more > 0 else ""
        return self.text("office.risk.points", points=told + rest)

    def _explain(self) -> Sequence[str]:
        keys = ("how", "how_rules", "how_causes", "how_concern")
        return [self.text(f"office.risk.{key}", concern=self.found.concern.title(self.messages.lang)) for key in keys]

    def _names_of(self, edition: str | None) -> Names | None:
        return self.names.get(edition or "")

    def _outcome_of(self, edition: str) -> str:
        return self.names[edition].framework.outcomes[0].id

    def _name_levels(self, found: LevelRange | None, edition: str | None) -> str:
        if found is None or edition is None:
            return self.text("office.not_assessed")
        return name_range(found, self.names[edition])

    def _name_part(self, edition: str | None, part: str | None) -> str:
        names = self._names_of(edition)
        if part is None or names is None:
            return part or ""
        shown = names.read_id(part).name
        return names.name_shown(part) if shown.node in names.framework.nodes else part


def _has_kind(one: SchoolAtRisk, kind: str) -> bool:
    return any(cause.kind == kind for cause in one.causes)
