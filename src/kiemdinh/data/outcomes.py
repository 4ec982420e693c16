"""Where a school stands, as data: dates, outcomes, stages, nodes and counts (semantics 2, 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeAlias

from kiemdinh.rules import Interval, Truth

__all__ = [
    "NO_TITLES",
    "CitedEvidence",
    "CitedState",
    "Dates",
    "EvidenceAsked",
    "FrameworkRef",
    "GroupResult",
    "LevelRef",
    "NodeResult",
    "OutcomeResult",
    "PartResult",
    "Titles",
    "code_reasons",
]


@dataclass(frozen=True, slots=True)
class Dates:
    """The three clocks (4.1): they decide which edition rules, which evidence is valid, and which records are seen.

    Attributes
    ----------
    law
        The day whose edition of the framework rules.
    evidence
        The day on which evidence must be valid and awards held.
    knowledge
        The last day whose records are seen; later ones are left out.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> kd.assess("vn.tt57-2026.gdtx", {"findings": {}}, on="2027-06-30").dates.law
    datetime.date(2027, 6, 30)
    """

    law: dt.date
    evidence: dt.date
    knowledge: dt.date


@dataclass(frozen=True, slots=True)
class FrameworkRef:
    """The definition that a result is under: its id, titles and document, and when that edition is in force.

    Attributes
    ----------
    id
        The id of the framework.
    vi, en
        Its title in Vietnamese and in English; None where the definition has none.
    document, part
        The document of law, and the part of it, such as an annex; ``part`` is None where the definition names none.
    in_force
        The first day of this edition; None where it is not stated.
    until
        The day on which it is replaced and no longer in force; None where none is stated.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> kd.assess("vn.tt57-2026.gdtx", {"findings": {}}, on="2027-06-30").framework_ref.document
    '57/2026/TT-BGDĐT'
    """

    id: str
    vi: str | None
    en: str | None
    document: str
    part: str | None
    in_force: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class LevelRef:
    """A level, or what lies below the lowest, with its texts.

    Labels of a decision list, grades and titles of awards, and kinds and issuers of evidence have this form too.

    Attributes
    ----------
    id
        Its id in the definition.
    vi, en
        Its text in Vietnamese and in English; None where the definition has none.
    """

    id: str
    vi: str | None
    en: str | None

    def said(self, lang: str) -> str:
        """Return its name in a language, else in the other language, else its id.

        *lang* is ``vi`` or ``en``. A definition need not have texts in both, so that a name in the other language is
        better than an id.

        >>> LevelRef("muc-2", "Mức 2", None).said("en")
        'Mức 2'
        """
        return (self.vi if lang == "vi" else self.en) or self.vi or self.en or self.id


@dataclass(frozen=True, slots=True)
class Titles:
    """What the definition calls something, in Vietnamese and in English; null where it has no text in a language.

    Attributes
    ----------
    vi, en
        Its text in Vietnamese and in English; None where the definition has none in that language.
    """

    vi: str | None = None
    en: str | None = None

    def said(self, lang: str) -> str | None:
        """Return the title in a language, ``vi`` or ``en``, else the one in the other language, else None.

        >>> Titles("Mức 2").said("en")
        'Mức 2'
        """
        return (self.vi if lang == "vi" else self.en) or self.vi or self.en


NO_TITLES: Final = Titles()
"""The titles of what the definition does not name."""


def code_reasons(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of the reasons why something is unknown (3.6). Programs read the codes, people the reasons.

    >>> code_reasons(("not yet valid", "disputed"))
    ('not-yet-valid', 'disputed')
    """
    return tuple(reason.replace(" ", "-") for reason in reasons) if reasons else ()


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """One outcome: guaranteed and attainable level, or the set of labels that are possible (2.2, 2.5).

    Attributes
    ----------
    id
        The id of the outcome.
    kind
        ``ladder`` for levels in order, ``labels`` for a decision list.
    guaranteed, attainable
        The highest level that is certain, and the highest that is possible; None where none is, and for labels.
    determined
        Whether nothing that matters for the outcome is unknown.
    outcome
        The level or label, or what lies below the lowest level; None where it is not certain.
    labels
        The labels that are possible, in the order of the definition; empty for a ladder.
    exact
        Whether every level or label that is given as possible can really come about. False where the readings may be
        too wide (1.6).
    titles
        What the definition calls the outcome.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> outcome = kd.assess("vn.tt57-2026.gdtx", {"findings": {}}, on="2027-06-30").outcomes[0]
    >>> outcome.guaranteed, outcome.attainable.id
    (None, 'muc-2')
    """

    id: str
    kind: Literal["ladder", "labels"]
    guaranteed: LevelRef | None
    attainable: LevelRef | None
    determined: bool
    outcome: LevelRef | None
    labels: tuple[LevelRef, ...]
    exact: bool
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class PartResult:
    """One stage of a school that is assessed stage by stage (2.6).

    Attributes
    ----------
    stage
        The id of the stage (cấp học).
    outcomes
        All outcomes of the framework for this stage alone, in the order of the definition.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> school = {"school": {"stages": ["tieu-hoc", "thcs"]}, "findings": {}}
    >>> [part.stage for part in kd.assess("vn.tt57-2026.pho-thong", school, on="2027-06-30").parts]
    ['tieu-hoc', 'thcs']
    """

    stage: str
    outcomes: tuple[OutcomeResult, ...]


CitedState: TypeAlias = Literal["valid", "expired", "not-yet-valid", "missing", "unfit", "unchecked"]
"""Whether an item of evidence counts where it is cited, and why it does not."""


@dataclass(frozen=True, slots=True)
class CitedEvidence:
    """An item of evidence that a record cites, with whether it counts on the evidence date (3.3).

    Attributes
    ----------
    code
        The code of the item.
    state
        ``valid``; ``expired`` where its last day has passed; ``not-yet-valid`` where it was issued too late to count;
        ``missing`` where the index has no such item; ``unfit`` where it is of another kind or issuer than is asked for,
        or has no date and its age is asked for; ``unchecked`` where the dossier has no index.
    issued, until
        Its first and last day; None where there is no limit, or no such item.
    title
        What it is, as the index says.
    fails
        The keys of the evidence policy that it does not satisfy; empty where it counts, or fails for another reason.
    item_kind, issuer
        Its kind, and by whom it was issued, as the index says.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = {
    ...     "findings": {"1.1": {"reaches": "muc-1", "by": "MC.1.1.01"}},
    ...     "evidence": {"MC.1.1.01": {"title": "Plan", "until": "2026-12-31"}},
    ... }
    >>> kd.assess("vn.tt57-2026.gdtx", dossier, on="2027-06-30").node("1.1").evidence[0].state
    'expired'
    """

    code: str
    state: CitedState
    issued: dt.date | None = None
    until: dt.date | None = None
    title: str | None = None
    fails: tuple[str, ...] = ()
    item_kind: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceAsked:
    """What the evidence policy asks for at one place, and how much of it is there (3.3).

    Attributes
    ----------
    items, found
        How many valid items are needed, and how many are cited.
    kinds, issuers
        The kinds that count, and those by whom items are issued that count; empty where any will do.
    no_older_than, in_place_for
        How long ago an item may have been issued at most, and how long ago at least, such as ``5 years``; None where
        this is not asked.

    Examples
    --------
    >>> EvidenceAsked(items=2, found=1, no_older_than="5 years").found
    1
    """

    items: int
    found: int
    kinds: tuple[LevelRef, ...] = ()
    issuers: tuple[LevelRef, ...] = ()
    no_older_than: str | None = None
    in_place_for: str | None = None


@dataclass(frozen=True, slots=True)
class NodeResult:
    """Where one node stands: a criterion's guaranteed and attainable level, a verdict, or a score.

    Attributes
    ----------
    id
        The node's id, with the stage in front where it is a stage's own: ``1.3``, ``thcs/1.3``.
    node
        Its id in the definition.
    layer
        The id of its layer; None for a requirement below the layers.
    stage
        The stage, where records of that stage itself are about the node; None where the result is that of the school.
    kind
        How it is judged: ``level``, ``met``, ``rating``, ``points`` or ``finding``.
    applies
        Whether it applies at all (1.7).
    truth
        Met, unmet or unknown, where ``kind`` is ``met``; else None.
    guaranteed, attainable
        The highest level that is certain, and the highest that is possible. For a score, the step or number at its low
        end and at its high end. None where there is none, where nothing is known of a score, and for a verdict.
    value
        What is known of its rating, points or gravest finding. A score that the definition derives is None here.
    reasons
        Why it is unknown, such as ``not assessed`` or ``expired`` (3.6); empty where it is not.
    side
        The side whose finding prevails, ``self`` or ``external``; None where there is no finding.
    why
        The reason given in that finding.
    determined
        Whether nothing that matters for it is unknown. Always False for a score that the definition derives.
    outcome
        The level or score, or what lies below the lowest level. None where it is not certain, and for a verdict, which
        stands in ``truth``.
    titles
        What the definition calls the node.
    missing
        The ids of the figures and answers that are missing, each with its school year.
    evidence
        The items that the records about it, and about what is below it, cite.
    ended
        The last day of its record, where that day has passed and the node is *expired* for that reason.
    derived
        What is known of the rating or points that the definition derives from its parts. None where nothing is derived,
        where it cannot be calculated by itself, and where it certainly has no value.
    derived_unit
        The id of the unit of what is derived, such as ``percent``; None for a plain number.
    open_of_others
        The ids of unknown facts about members of a register, or under other frameworks, that can still change it (6.4).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> result.node("1.1").guaranteed.id, result.node("1.2").reasons
    ('muc-1', ('not assessed',))
    """

    DERIVED_KEYS: ClassVar = ("reason_codes",)
    """The properties that its JSON has beside its fields."""

    id: str
    node: str
    layer: str | None
    stage: str | None
    kind: str
    applies: Truth
    truth: Truth | None
    guaranteed: LevelRef | None
    attainable: LevelRef | None
    value: Interval | None
    reasons: tuple[str, ...]
    side: str | None
    why: str | None
    determined: bool
    outcome: LevelRef | None
    titles: Titles = NO_TITLES
    missing: tuple[str, ...] = ()
    evidence: tuple[CitedEvidence, ...] = ()
    ended: dt.date | None = None
    derived: Interval | None = None
    derived_unit: str | None = None
    open_of_others: tuple[str, ...] = ()

    @property
    def reason_codes(self) -> tuple[str, ...]:
        """The reasons as codes, such as ``not-assessed``."""
        return code_reasons(self.reasons)


@dataclass(frozen=True, slots=True)
class GroupResult:
    """How many nodes of a layer stand at each level, within a node above them such as a standard. Counts, no ranking.

    Attributes
    ----------
    node
        The id of the node above, such as the standard.
    layer
        The layer whose nodes are counted, such as that of criteria.
    stage
        The stage that they are counted in; None for the school.
    counts
        The number of nodes that certainly stand there, by the id of a level, or by ``met`` and ``unmet``.
    open, absent
        The number of those that are undetermined, and of those that do not apply.
    titles
        What the definition calls the node above.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> standard = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30").groups[0]
    >>> standard.node, standard.counts, standard.open
    ('1', {'muc-1': 1}, 3)
    """

    node: str
    layer: str
    stage: str | None
    counts: Mapping[str, int]
    open: int
    absent: int
    titles: Titles = NO_TITLES
