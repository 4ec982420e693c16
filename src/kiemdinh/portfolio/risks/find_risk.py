"""The verb ``kd.risk``: schools that hold an award, and whether they may lose it (semantics 6.8)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kiemdinh.data.office import CauseOfRisk, LevelRange, SchoolAtRisk, StandsToday, Threat
from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_required_date
from kiemdinh.explanation.targets import levels_of
from kiemdinh.portfolio.batch import Batch
from kiemdinh.portfolio.batch.explained import find_row_losses
from kiemdinh.portfolio.editions import RestoredEditions
from kiemdinh.portfolio.office_results import name_some, warn_of_register, warn_of_rejected
from kiemdinh.portfolio.registers import Register, RegisteredAward, RegisterEntry, ensure_register
from kiemdinh.portfolio.risks.assessed_schools import AssessedSchools
from kiemdinh.portfolio.risks.causes import find_causes
from kiemdinh.portfolio.risks.concern import find_concerns, load_concern
from kiemdinh.portfolio.risks.granted_awards import GrantedAward, GrantReader, latest_of_series
from kiemdinh.portfolio.risks.needed_level import find_needed_level
from kiemdinh.portfolio.risks.risk_result import Risk
from kiemdinh.portfolio.risks.threats import find_threats
from kiemdinh.portfolio.tables import find_latest_rows
from kiemdinh.rules import Budget
from kiemdinh.transitions.diffs import diff

if TYPE_CHECKING:
    from kiemdinh.portfolio.editions import EditionSide
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["risk"]

_STEPS = 200_000
"""How many assessments of a school may be made to find which changes of the rules are causes."""


def risk(
    batches: Batch | Iterable[Batch],
    register: Any,
    *,
    on: dt.date | str,
    until: dt.date | str,
    concern: AnyFramework | None = None,
) -> Risk:
    """Return each school that was granted an award, whether it is held, and what puts it at risk.

    The register and the dossiers say what was granted; the printed last day governs (4.3). What a grade needs, and what
    a school reaches, is worked out under the edition in force on the day, and under the one by which it was granted.
    Nothing here withdraws an award: only a recorded decision does (2.8).

    Parameters
    ----------
    batches
        What :func:`kiemdinh.assess_many` returns, or several of these: of several frameworks. Each school is assessed
        on the day by its last row; a batch of that day is taken as it is.
    register
        The schools with their awards, as :func:`kiemdinh.read_register` reads them, or a table of them.
    on
        The day.
    until
        The last day for which threats are listed.
    concern
        The framework by which schools are sorted, in place of the one that comes with kiemdinh. It is given the inputs
        ``state``, ``stands``, ``falls``, ``ends`` and ``margin``; its main outcome is the concern.

    Returns
    -------
    Risk
        Its tables are ``schools``, ``causes``, ``threats`` and ``counts``.

    Raises
    ------
    InputError
        A date cannot be read, *until* lies before *on*, the register cannot be read, or *concern* does not load.

    Notes
    -----
    The cost is that of some assessments of all schools, of the margin of each, and of a forecast for each school whose
    records end.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> row = {f"{i}.{j}": "muc-1" for i, n in enumerate((4, 3, 5, 3), 1) for j in range(1, n + 1)}
    >>> batch = kd.assess_many("vn.tt57-2026.pho-thong", [{"school": "A", **row, "1.3": "khong-dat"}], on="2027-06-30")
    >>> award = {"award": "chuan-quoc-gia", "grade": "muc-do-1", "signed": "2026-09-01"}
    >>> found = risk(batch, [{"id": "A", **award}], on="2027-06-30", until="2028-06-30")
    >>> [(one.held.state, one.needed, one.stands, [cause.node for cause in one.causes]) for one in found.schools]
    [('held', 'muc-1', 'below', ['1.3/muc-1'])]
    """
    found = _list_batches(batches)
    day, last = read_required_date(on, "on"), read_required_date(until, "until")
    if last < day:
        refuse_argument("until", until, Message("a day from {start} on", start=day))
    given = ensure_register(register)
    finder = _RiskFinder(AssessedSchools(found, day), given, day, last)
    schools = finder.find_schools()
    by = load_concern(concern)
    concerns = find_concerns(by, schools, day)
    return Risk(
        frameworks=tuple({side.framework.digest: side.framework for side in finder.assessed.sides}.values()),
        days=(day,),
        warnings=tuple(finder.list_warnings()),
        schools=tuple(replace(one, concern=label) for one, label in zip(schools, concerns, strict=True)),
        until=last,
        concern=by,
        editions=finder.editions,
        others=len(finder.others),
        _make_frame=found[0].make_frame,
    )


def _list_batches(batches: Any) -> list[Batch]:
    several = [batches] if isinstance(batches, Batch) else batches
    found = list(several) if isinstance(several, Iterable) and not isinstance(several, str | bytes) else []
    if not found or not all(isinstance(one, Batch) for one in found):
        refuse_argument("batches", batches, Message("what kd.assess_many returns, or a list of these"))
    return found


@dataclass
class _RiskFinder:
    """Finds what puts the awards of schools at risk.

    Attributes
    ----------
    editions
        The editions in force, and those by which awards were granted, by their ids.
    others
        The schools of the register that were granted nothing.
    """

    assessed: AssessedSchools
    register: Register
    day: dt.date
    until: dt.date
    editions: dict[str, Framework] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    overlapping: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def find_schools(self) -> list[SchoolAtRisk]:
        """Return each school with each award that it was granted."""
        grants = list(self._list_grants())
        known = (*(side.framework for side in self.assessed.sides), *(one.by for one in grants))
        self.editions = {one.edition: one for one in known if one is not None}
        needed = [self._find_needed(one) for one in grants]
        found = [self._tell_standing(one, level) for one, level in zip(grants, needed, strict=True)]
        found = self._add_margins(found)
        found = self._add_threats(found)
        return self._add_causes(grants, found)

    # -- what was granted ----------------------------------------------------------------------------------

    def _list_grants(self) -> Iterator[GrantedAward]:
        """Yield the latest decision of each award of each school, in the order of the register."""
        recorded: dict[str, list[RegisteredAward]] = defaultdict(list)
        for school, award in self.assessed.list_recorded_awards():
            recorded[school].append(award)
        of_all: dict[str, list[RegisteredAward]] = defaultdict(list)
        for entry in self.register:
            of_all[entry.id] += [one for one in entry.awards if one not in of_all[entry.id]]
        editions = [batch.framework for batch in self.assessed.batches]
        for entry in self.register.of(on=self.day):
            reader = GrantReader(self._framework_of(entry), self.day, editions)
            own = [*of_all[entry.id], *recorded[entry.id]]
            read = [reader.read(entry, said) for said in own]
            earlier = [
                reader.read(entry, said, of=school) for school in entry.succeeds for said in of_all.get(school, ())
            ]
            latest, overlapping = latest_of_series(_drop_repeated(read), self.day)
            held = {one.series for one in latest}
            inherited, _ = latest_of_series([one for one in earlier if one.series not in held], self.day)
            self.overlapping += [entry.id for _ in overlapping[:1]]
            self.merged += [entry.id for _ in inherited[:1]]
            self.unread += [entry.id for one in latest if one.by is None][:1]
            if not latest and not inherited:
                self.others.append(entry.id)
            yield from (*latest, *inherited)

    def _framework_of(self, entry: RegisterEntry) -> Framework:
        """Return the edition in force for a school: the one that judges it, else that for its stages, else the last."""
        side = self.assessed.side_of.get(entry.id)
        if side is not None:
            return side.framework
        sides = self.assessed.sides
        fitting = [one for one in sides if set(entry.stages) & {stage.id for stage in _stages_of(one.framework)}]
        return (fitting or [*sides])[-1].framework

    def _find_needed(self, one: GrantedAward) -> str | None:
        if one.now is None:
            return None
        return find_needed_level(self._framework_of(one.entry), one.now, one.told.grade, self.day)

    # -- where it stands -----------------------------------------------------------------------------------

    def _tell_standing(self, one: GrantedAward, needed: str | None) -> SchoolAtRisk:
        entry, side = one.entry, self.assessed.side_of.get(one.entry.id)
        today = None if side is None else side.ranges[entry.id]
        stands = _compare(today, needed, side.level_ids if side is not None else [])
        edition = None if side is None else side.framework.edition
        return SchoolAtRisk(
            school=entry.id, name=entry.name, commune=entry.commune, district=entry.district, held=one.told,
            needed=needed, today=today, edition=edition, stands=stands, granted=None, margin=None, single_points=(),
            threats=(), causes=(),
        )  # fmt: skip

    def _add_margins(self, found: Sequence[SchoolAtRisk]) -> list[SchoolAtRisk]:
        """Add how far the needed level is from being lost, where it is certain."""
        margins: dict[tuple[str, str], tuple[int | None, tuple[str, ...]]] = {}
        for side in self.assessed.sides:
            asked = [
                (one.school, one.needed)
                for one in found
                if one.stands == "holds" and self.assessed.side_of[one.school] is side and one.needed is not None
            ]
            pairs = list(dict.fromkeys(asked))
            rows_of = find_latest_rows(side.table, side.batch.rows)
            rows = [rows_of[school] for school, _ in pairs]
            for place, least in find_row_losses(side.table, rows, [level for _, level in pairs], None):
                size = None if least.size is None else int(least.size)
                alone = tuple(one for (one,) in least.losses) if size == 1 else ()
                margins[pairs[place]] = size, alone
        told = []
        for one in found:
            size, alone = margins.get((one.school, one.needed or ""), (None, ()))
            told.append(replace(one, margin=size, single_points=alone))
        return told

    def _add_threats(self, found: Sequence[SchoolAtRisk]) -> list[SchoolAtRisk]:
        """Add what ends until the last day: the award itself, and what the level rests on."""
        falling: dict[str, list[Threat]] = {}
        for side in self.assessed.sides:
            schools = {one.school for one in found if self.assessed.side_of.get(one.school) is side}
            falling |= find_threats(side, schools, self.until) if schools else {}
        return [replace(one, threats=tuple(self._list_threats(one, falling.get(one.school, ())))) for one in found]

    def _list_threats(self, one: SchoolAtRisk, falling: Sequence[Threat]) -> list[Threat]:
        ladder = self.assessed.side_of[one.school].level_ids if one.school in self.assessed.side_of else []
        told = [
            replace(threat, falls=one.needed is not None and not _reaches(threat.effect, one.needed, ladder))
            for threat in falling
        ]
        until = one.held.until
        if one.held.state == "held" and until is not None and self.day <= until < self.until:
            told.append(Threat(until + dt.timedelta(days=1), "award", one.held.award, None, falls=True))
        return sorted(told, key=lambda threat: threat.date)

    # -- why -----------------------------------------------------------------------------------------------

    def _add_causes(self, grants: Sequence[GrantedAward], found: Sequence[SchoolAtRisk]) -> list[SchoolAtRisk]:
        """Add what keeps each school from the needed level, and what it would get by the edition of the award."""
        of_records: dict[tuple[str, str], tuple[CauseOfRisk, ...]] = {}
        for side in self.assessed.sides:
            short = [
                one for one in found if one.stands in ("open", "below") and self.assessed.side_of[one.school] is side
            ]
            for level in dict.fromkeys(one.needed for one in short if one.needed is not None):
                targets = {one.school: level for one in short if one.needed == level}
                of_records |= {(school, level): causes for school, causes in find_causes(side, targets).items()}
        sides = self._assess_as_granted(grants)
        told = []
        for grant, one in zip(grants, found, strict=True):
            granted = sides.get(grant.by.content_digest, {}).get(one.school) if grant.by is not None else None
            causes = of_records.get((one.school, one.needed or ""), ())
            if one.stands == "not-assessed":
                causes = (CauseOfRisk("not-assessed", None, None, "school"),)
            told.append(replace(one, granted=granted, causes=causes))
        return self._add_rule_causes(grants, told)

    def _assess_as_granted(self, grants: Sequence[GrantedAward]) -> dict[str, Mapping[str, LevelRange]]:
        """Return the levels by each edition by which awards were granted, by its digest."""
        schools: dict[str, set[str]] = defaultdict(set)
        editions: dict[str, Framework] = {}
        for grant in grants:
            if grant.by is not None:
                editions[grant.by.content_digest] = grant.by
                schools[grant.by.content_digest].add(grant.entry.id)
        found: dict[str, Mapping[str, LevelRange]] = {}
        for digest, edition in editions.items():
            side = self.assessed.assess_by(edition, schools[digest])
            if side is not None:
                found[digest] = side.ranges
        return found

    def _add_rule_causes(self, grants: Sequence[GrantedAward], found: Sequence[SchoolAtRisk]) -> list[SchoolAtRisk]:
        """Add the changes of the rules without which a school would reach today what the award needed then."""
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, (grant, one) in enumerate(zip(grants, found, strict=True)):
            if one.stands in ("open", "below") and grant.by is not None and self._reached_then(grant, one):
                side = self.assessed.side_of[one.school]
                groups[grant.by.content_digest, side.framework.content_digest].append(i)
        told = list(found)
        for places in groups.values():
            by, side = grants[places[0]].by, self.assessed.side_of[found[places[0]].school]
            assert by is not None  # noqa: S101 - chosen so above
            schools = {found[i].school: found[i] for i in places}
            causes = self._find_rule_causes(by, side, schools)
            for i in places:
                told[i] = replace(found[i], causes=(*causes.get(found[i].school, ()), *found[i].causes))
        return told

    def _reached_then(self, grant: GrantedAward, one: SchoolAtRisk) -> bool:
        by, name = grant.by, grant.told.id
        if by is None or name is None or one.granted is None:
            return False
        needed = find_needed_level(by, name, one.held.grade, self.day)
        return needed is not None and _compare(one.granted, needed, _ids_of(by)) == "holds"

    def _find_rule_causes(
        self, by: Framework, side: EditionSide, schools: Mapping[str, SchoolAtRisk]
    ) -> dict[str, tuple[CauseOfRisk, ...]]:
        if by.id != side.framework.id:
            document = side.framework.definition.source.document
            return dict.fromkeys(schools, (CauseOfRisk("rule", None, document, "authority"),))
        restored = RestoredEditions(diff(by, side.framework, budget=1), side.table, self.day, Budget(_STEPS))
        before = {school: one.granted for school, one in schools.items() if one.granted is not None}
        because, _ = restored.find_because(before, list(before))
        return {
            school: tuple(
                CauseOfRisk("rule", at, restored.find_act(at), "authority")
                for at in (str(restored.changes[number]["at"]) for number in numbers)
            )
            for school, numbers in because.items()
        }

    # -- what a reader should know -------------------------------------------------------------------------

    def list_warnings(self) -> Iterator[Diagnostic]:
        """Yield what a reader should know in addition to the tables."""
        yield from (warn_of_rejected(batch) for batch in self.assessed.batches if batch.rejected_rows)
        yield from warn_of_register(self.register, self.assessed.side_of, self.day)
        if self.overlapping:
            text = Message(
                "two decisions on one award are both in force, and the later one counts: {schools}",
                schools=name_some(self.overlapping),
            )
            yield Diagnostic("KD734", "warning", text)
        if self.merged:
            text = Message(
                "these came in the place of schools with awards, and whether those still count is not known: {schools}",
                schools=name_some(self.merged),
            )
            yield Diagnostic("KD734", "warning", text)
        if self.unread:
            text = Message(
                "it is not known by which edition the award was granted: {schools}", schools=name_some(self.unread)
            )
            yield Diagnostic("KD734", "warning", text)


def _drop_repeated(grants: Iterable[GrantedAward]) -> list[GrantedAward]:
    """Return grants, each once: the register and a dossier may both have one award of one day and grade."""
    found = {(one.series, one.told.grade, one.told.signed): one for one in reversed([*grants])}
    return list(reversed([*found.values()]))


def _compare(today: LevelRange | None, needed: str | None, ladder: Sequence[str]) -> StandsToday:
    if today is None:
        return "not-assessed"
    if needed is None or needed not in ladder:
        return "not-continued"
    if _reaches(today.level, needed, ladder):
        return "holds"
    return "open" if _reaches(today.attainable, needed, ladder) else "below"


def _reaches(level: str | None, needed: str, ladder: Sequence[str]) -> bool:
    return level is not None and level in ladder and needed in ladder and ladder.index(level) >= ladder.index(needed)


def _ids_of(framework: Framework) -> list[str]:
    return [level.id for level in levels_of(framework)]


def _stages_of(framework: Framework) -> Sequence[Any]:
    return framework.definition.subject.stages
