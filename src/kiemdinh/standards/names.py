"""Names of facts and values, and ids of nodes: read and written in this one module, elsewhere used as values.

For the kernel, names are opaque strings. Their forms are:

=========================  ==========================================================================
``1.3/muc-1/a``            a node: the verdict of a requirement, or of any node judged met or unmet
``1.3/muc-1``              a step: the condition of a criterion for one level of its scale
``applies:1.3/muc-1/a``    whether a node applies (only where it may not)
``outcome:muc/muc-1``      an outcome reaches a level
``label:action=sc``        a decision list gives a label; ``case:action=sc`` the label's own condition
``award:dat-chuan/1``      what an award, or one grade of it, needs; ``lost:…`` its grounds for loss
``held:A/1 for 5 years``   an award or grade held by recorded decision; also ``revoked:…`` and ``never:…``
``guard:muc``              what warns and never decides
``apart:1.3/muc-1``        what a claim says of a step, apart from the figures that decide parts of it
``external:outcome:…``     a fact by the findings of one side, ``external`` or ``self``, and the figures
``input:x@thcs/2025-2026`` the value of an input, of a stage and in a school year
``per:x:y@2025-2026``      the denominator of the input x given per y
``rating:1.1``             what a node is rated; also ``points:1.1`` and ``finding:1.1``
``clock:5 years ago``      the last day from which 5 years have passed on the date of the evidence
``clock:within 5 years``   the first day from which no more than 5 years have passed
=========================  ==========================================================================

A name is read once and then compared by its parts. ``str()`` gives its text, for JSON and messages.

A member of a population is written ``KIND/ID`` or ``KIND/ID/STAGE``.

Words: a *step* is one value of an ordered scale: of a criterion, an outcome or an award. A *side* is the author of a
finding, the school itself (``self``) or an external review.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

__all__ = [
    "SIDES",
    "AwardName",
    "FactKind",
    "FactName",
    "FactNames",
    "MemberName",
    "NameSide",
    "ReferenceName",
    "ShownName",
    "ValueKind",
    "ValueName",
    "bare_name",
    "find_top",
    "list_places",
    "name_child",
    "name_of_both_sides",
    "read_award_name",
    "read_fact_name",
    "read_value_name",
    "split_place",
    "split_stage",
    "without_place",
    "words_of_place",
]

NameSide: TypeAlias = Literal["self", "external"]
SIDES: Final[tuple[NameSide, ...]] = ("external", "self")
"""The possible authors of a record, the one that prevails first (semantics 3.5)."""

_MAX_KEPT: Final = 16_384
"""How many names are kept after they are read. Beyond this, those unused for longest are read again."""


class FactKind(Enum):
    """The kind of a fact; its value is the word before the colon, empty for nodes and blank for steps.

    Examples
    --------
    >>> FactName(FactKind.OUTCOME, "muc", "muc-2").kind.value
    'outcome'
    """

    NODE = ""
    """The verdict of a requirement, or of any node judged met or unmet."""
    STEP = " "  # no text begins so: only a framework distinguishes a step from a node
    """The condition of a criterion for one level of its scale."""
    APPLIES = "applies"
    """Whether a node applies; it has a name only where the node may not apply."""
    OUTCOME = "outcome"
    """Whether an outcome reaches a level."""
    LABEL = "label"
    """Whether a decision list gives a label."""
    CASE = "case"
    """Whether a label's own condition holds, whatever comes before it in the decision list."""
    AWARD = "award"
    """Whether the conditions of an award, or of one grade of it, hold."""
    LOST = "lost"
    """Whether the grounds for the loss of an award hold."""
    HELD = "held"
    """Whether an award or a grade is held by a recorded decision."""
    REVOKED = "revoked"
    """Whether an award was taken away by a recorded decision."""
    NEVER = "never"
    """Whether an award was never held."""
    GUARD = "guard"
    """The condition of a guard, which warns and never decides."""
    CLAIM = "apart"
    """What a claim says of a step, apart from the figures that decide parts of the step (5.3)."""
    REACHES = "reaches"
    """Whether an outcome of another framework reaches a level."""
    KNOWN = "known"
    """Whether the register of a kind of members is known to be complete."""


class ValueKind(Enum):
    """The kind of a value; its value is the word before the colon.

    Examples
    --------
    >>> ValueName(ValueKind.INPUT, "pupils").kind.value
    'input'
    """

    INPUT = "input"
    """The value of an input."""
    PER = "per"
    """The denominator of an input that is given per another input."""
    RATING = "rating"
    """The rating of a node, on a scale of steps."""
    POINTS = "points"
    """The points of a node."""
    FINDING = "finding"
    """The gravest finding recorded about a node."""
    CLOCK = "clock"
    """A day that lies a stated time before the evidence date, with which recorded dates are compared."""
    FURTHER = "further"
    """How many members a count may lack, because they are not in the register (6.2)."""


_FACT_KINDS: Final[Mapping[str, FactKind]] = MappingProxyType({kind.value: kind for kind in FactKind})
_VALUE_KINDS: Final[Mapping[str, ValueKind]] = MappingProxyType({kind.value: kind for kind in ValueKind})
_TOPS: Final = frozenset({FactKind.OUTCOME, FactKind.LABEL, FactKind.AWARD, FactKind.LOST})
_OF_NODES: Final = frozenset({FactKind.NODE, FactKind.STEP})
_ABOUT_NODES: Final = _OF_NODES | {FactKind.APPLIES}
_OF_DECISIONS: Final = frozenset({FactKind.HELD, FactKind.REVOKED, FactKind.NEVER})
_OF_REFERENCES: Final = _OF_DECISIONS | {FactKind.REACHES}
_OF_ONE_SUBJECT: Final = frozenset({FactKind.APPLIES, FactKind.GUARD, FactKind.CLAIM, FactKind.KNOWN})
_WITH_LABEL: Final = frozenset({FactKind.LABEL, FactKind.CASE})


# A dataclass, unlike the other names: results and dossiers contain it, and write the names of its fields.
@dataclass(frozen=True, slots=True)
class MemberName:
    """A member of a population, such as one school of a commune, or one stage of it.

    Attributes
    ----------
    kind
        The word of ``subject.has`` for its kind.
    id
        Its id in the register.
    stage
        The stage that is meant; None for the member as a whole.

    Examples
    --------
    >>> str(MemberName("school", "C", "thcs"))
    'school/C/thcs'
    """

    kind: str
    id: str
    stage: str | None = None

    def __str__(self) -> str:
        return f"{self.kind}/{self.shown}"

    @property
    def shown(self) -> str:
        """The member as results name it, without its kind: ``C/thcs``."""
        return self.id if self.stage is None else f"{self.id}/{self.stage}"

    @property
    def whole(self) -> MemberName:
        """The member as a whole."""
        return self if self.stage is None else replace(self, stage=None)

    @classmethod
    def read(cls, text: str) -> MemberName:
        """Return the member that a text names.

        >>> MemberName.read("school/C/thcs").stage
        'thcs'
        """
        kind, _, rest = text.partition("/")
        member, _, stage = rest.partition("/")
        return cls(kind, member, stage or None)


class ReferenceName(NamedTuple):
    """An outcome or award of another framework, as rules and records write it.

    Attributes
    ----------
    framework
        The id of the other framework.
    id
        The id of the outcome or award in it.

    Examples
    --------
    >>> str(ReferenceName("vn.tt13-2020", "muc"))
    'vn.tt13-2020/muc'
    """

    framework: str
    id: str

    def __str__(self) -> str:
        return f"{self.framework}/{self.id}"

    @classmethod
    def read(cls, text: str) -> ReferenceName | None:
        """Return the reference in a text; None for an id of the framework itself.

        >>> ReferenceName.read("muc") is None
        True
        """
        framework, _, own = text.rpartition("/")
        return cls(framework, own) if framework and own else None


class FactName(NamedTuple):
    """The name of a fact, taken apart.

    Attributes
    ----------
    kind
        The kind of fact.
    subject
        The id of the node, outcome or award that it is about.
    step
        The step of a criterion, the level or label of an outcome, or the grade of an award; None for the whole.
    side
        The side, where the fact is read from the findings of one side alone (2.8); else None.
    held_for
        How long an award has to be held, as text: ``5 years``.
    framework
        The other framework, or family of frameworks, of the outcome or award; None for the framework's own.
    member
        The member of a population that it is about; None for the subject itself.

    Examples
    --------
    >>> str(FactName(FactKind.OUTCOME, "muc", "muc-2", side="external"))
    'external:outcome:muc/muc-2'
    >>> str(FactName(FactKind.REACHES, "muc", "muc-1", framework="vn.tt13-2020", member=MemberName("school", "C")))
    'reaches:vn.tt13-2020:muc/muc-1@school/C'
    """

    kind: FactKind
    subject: str
    step: str | None = None
    side: NameSide | None = None
    held_for: str | None = None
    framework: str | None = None
    member: MemberName | None = None

    def __str__(self) -> str:
        before = f"{self.side}:" if self.side else ""
        word = "" if self.kind in _OF_NODES else f"{self.kind.value}:"
        return f"{before}{word}{self.without_kind}"

    @property
    def without_kind(self) -> str:
        """The text after the side and the kind: ``muc/muc-2`` of ``external:outcome:muc/muc-2``."""
        between = "=" if self.kind in _WITH_LABEL else "/"
        step = "" if self.step is None else f"{between}{self.step}"
        framework = "" if self.framework is None else f"{self.framework}:"
        after = (f" for {self.held_for}" if self.held_for else "") + (f"@{self.member}" if self.member else "")
        return f"{framework}{self.subject}{step}{after}"

    @property
    def node(self) -> str | None:
        """The id of the node whose verdict the fact is, at one step or as a whole; None for any other fact."""
        return self.subject if self.kind in _OF_NODES else None

    @property
    def about_node(self) -> str | None:
        """The id of the node that the fact is about: its verdict, or whether it applies; None for any other fact."""
        return self.subject if self.kind in _ABOUT_NODES else None

    @property
    def is_top(self) -> bool:
        """Whether the fact is a result: an outcome's level or label, an award, or its loss."""
        return self.kind in _TOPS

    @property
    def is_of_award(self) -> bool:
        """Whether the fact is the needs of an award, or its loss: judged for the school and not for a stage (2.6)."""
        return self.kind in (FactKind.AWARD, FactKind.LOST)

    @property
    def is_of_decision(self) -> bool:
        """Whether recorded decisions settle the fact: an award is held, was revoked, or never was held."""
        return self.kind in _OF_DECISIONS

    @property
    def reference(self) -> ReferenceName | None:
        """The outcome or award of another framework that the fact reads; None for any other fact."""
        return None if self.framework is None else ReferenceName(self.framework, self.subject)

    @property
    def claim(self) -> FactName:
        """What a claim says of the step, apart from the figures that decide parts of the step (5.3)."""
        return self._replace(kind=FactKind.CLAIM)

    @property
    def of_step(self) -> FactName:
        """The name of the step or node itself, for a fact that says what a claim says of it."""
        return self._replace(kind=FactKind.NODE if self.step is None else FactKind.STEP)

    @property
    def without_side(self) -> FactName:
        """The same fact by the findings of both sides."""
        return self if self.side is None else self._replace(side=None)

    def of_side(self, side: NameSide) -> FactName:
        """Return the same fact by the findings of one side alone.

        >>> str(FactName(FactKind.OUTCOME, "muc", "muc-2").of_side("self"))
        'self:outcome:muc/muc-2'
        """
        return self._replace(side=side)

    def shown_in(self, stage: str | None) -> str:
        """Return the text by which results show a fact of one stage: ``thcs/1.3``; for the school its own text."""
        return str(self) if stage is None else f"{stage}/{self}"


class ValueName(NamedTuple):
    """The name of a value, taken apart.

    Attributes
    ----------
    kind
        The kind of value.
    name
        The id of the input, or of the node (rating, points, finding); for a clock how long ago it is: ``5 years ago``,
        ``within 5 years``.
    per
        The denominator of a ``per`` value, an input; None for any other kind.
    at
        The members of layers and the stage, then the school year, to which the value belongs; each only where the input
        is given for each of them.

    Examples
    --------
    >>> read_value_name("input:excellent@thcs/2025-2026").year
    '2025-2026'
    """

    kind: ValueKind
    name: str
    per: str | None = None
    at: tuple[str, ...] = ()

    def __str__(self) -> str:
        after = f"@{'/'.join(self.at)}" if self.at else ""
        per = f":{self.per}" if self.per is not None else ""
        return f"{self.kind.value}:{self.name}{per}{after}"

    @property
    def without_kind(self) -> str:
        """The text after the kind: ``excellent@thcs/2025-2026`` of ``input:excellent@thcs/2025-2026``."""
        return str(self).partition(":")[2]

    @property
    def year(self) -> str | None:
        """The school year, ``2025-2026``; None where the value is not given for each year."""
        return next((part for part in self.at if _is_school_year(part)), None)

    @property
    def members(self) -> tuple[str, ...]:
        """The members of layers and the stage to which the value belongs; empty where it is the school's."""
        return tuple(part for part in self.at if not _is_school_year(part))

    @property
    def input(self) -> str | None:
        """The id of the input whose value it is; None for any other value."""
        return self.name if self.kind is ValueKind.INPUT else None

    @property
    def node(self) -> str | None:
        """The node that is rated, gives points or has a finding; None for any other value."""
        return self.name if self.kind in (ValueKind.RATING, ValueKind.POINTS, ValueKind.FINDING) else None

    @property
    def numerator(self) -> ValueName:
        """The numerator of a ``per`` value: the value of its input at the same place."""
        return ValueName(ValueKind.INPUT, self.name, at=self.at)

    @property
    def denominator(self) -> ValueName:
        """The denominator of a ``per`` value: the value of the other input at the same place."""
        return ValueName(ValueKind.INPUT, self.per or "", at=self.at)

    def placed_at(self, *at: str) -> ValueName:
        """Return the value of the same input of another member, stage or school year.

        >>> str(read_value_name("input:books@2025-2026").placed_at("thcs", "2025-2026"))
        'input:books@thcs/2025-2026'
        """
        return self._replace(at=at)


class AwardName(NamedTuple):
    """The name of an award in a dossier or in ``continues``: ``framework`` is None where it is the framework's own.

    >>> str(AwardName("vn.tt18-2018", "dat-chuan"))
    'vn.tt18-2018/dat-chuan'
    """

    framework: str | None
    award: str

    def __str__(self) -> str:
        return self.award if self.framework is None else f"{self.framework}/{self.award}"


class ShownName(NamedTuple):
    """An id by which results show a fact or value: its name, after the stage where it is a stage's own.

    Attributes
    ----------
    stage
        The stage to which it belongs; None where it is the school's.
    name
        The name of the fact or value.

    Examples
    --------
    >>> str(ShownName("thcs", FactName(FactKind.STEP, "1.3", "muc-1")))
    'thcs/1.3/muc-1'
    """

    stage: str | None
    name: FactName | ValueName

    def __str__(self) -> str:
        return str(self.name) if self.stage is None else f"{self.stage}/{self.name}"

    @property
    def of_node(self) -> str:
        """The id by which results show the node of a step, ``thcs/1.3``; for anything else its own id."""
        if isinstance(self.name, FactName) and self.name.kind is FactKind.STEP:
            return str(self._replace(name=self.name._replace(kind=FactKind.NODE, step=None)))
        return str(self)


class FactNames:
    """Reads the names of facts of one framework, which decides whether ``1.3/muc-1`` is a step or a node.

    Parameters
    ----------
    steps
        The id of each criterion with each step of its scale that has text.
    nodes
        The ids of all nodes; they are needed only to read ids that results show.

    Examples
    --------
    >>> FactNames([("1.3", "muc-1")]).read("1.3/muc-1").step
    'muc-1'
    """

    __slots__ = ("_nodes", "_steps")

    def __init__(self, steps: Iterable[tuple[str, str]], nodes: Collection[str] = ()) -> None:
        self._nodes = nodes
        names = (FactName(FactKind.STEP, node, step) for node, step in steps)
        self._steps = {str(name): name for name in names}

    def read(self, text: str) -> FactName:
        """Return the name of a fact.

        A text without a known word before a colon is a step if the framework has that step, else the id of a node.
        """
        step = self._steps.get(text)
        if step is not None:
            return step
        name = read_fact_name(text)
        if name.side is not None and name.kind is FactKind.NODE:
            return self.read(name.subject).of_side(name.side)
        return self.read(name.subject).claim if name.kind is FactKind.CLAIM else name

    def read_any(self, text: str) -> FactName | ValueName:
        """Return the name of a fact or of a value, whichever *text* is.

        The word before the colon decides: ``input``, ``rating`` and the like begin the name of a value.
        """
        return read_value_name(text) if text.partition(":")[0] in _VALUE_KINDS else self.read(text)

    def read_shown(self, text: str) -> ShownName:
        """Return the name, and the stage in front of it, of an id by which results show a fact or value.

        A text that has no known word before a colon, and names no node of the framework, is read as the id of a node.

        >>> FactNames([("1.3", "muc-1")], ["1.3"]).read_shown("thcs/1.3/muc-1").stage
        'thcs'
        """
        name = self.read_any(text)
        stage, rest = split_stage(text)
        if stage is None or self._is_known(name):
            return ShownName(None, name)
        own = self.read_any(rest)
        return ShownName(stage, own) if self._is_known(own) else ShownName(None, name)

    def _is_known(self, name: FactName | ValueName) -> bool:
        """Return whether a name is not that of a node, or is that of a node of the framework."""
        return isinstance(name, ValueName) or name.node is None or name.node in self._nodes


def split_stage(text: str) -> tuple[str | None, str]:
    """Return the stage that may stand in front of an id, and the id without it; no stage where there is no slash.

    An id itself can have a slash, so the caller must know whether the first word is a stage.

    >>> split_stage("thcs/1.3/muc-1"), split_stage("1.3")
    (('thcs', '1.3/muc-1'), (None, '1.3'))
    """
    stage, slash, rest = text.partition("/")
    return (stage, rest) if slash else (None, text)


def split_place(text: str) -> tuple[str, str | None]:
    """Return the id of a value, and the place for which it is given; None where there is no place.

    >>> split_place("pupils@thcs/2025-2026"), split_place("pupils")
    (('pupils', 'thcs/2025-2026'), ('pupils', None))
    """
    name, at, place = text.rpartition("@")
    return (name, place) if at else (text, None)


def words_of_place(place: str) -> tuple[str, ...]:
    """Return the year, stage and members that a place names, in its order.

    >>> words_of_place("thcs/2025-2026")
    ('thcs', '2025-2026')
    """
    return tuple(place.split("/"))


def without_place(text: str) -> str:
    """Return the text of a value without the stage and year that it is given for.

    >>> without_place("input:pupils@thcs/2025-2026")
    'input:pupils'
    """
    return text.partition("@")[0]


def list_places(text: str) -> tuple[str, ...]:
    """Return the id of a value as it is, then with shorter places, and last without a place.

    >>> list_places("input:pupils@thcs/2025-2026")
    ('input:pupils@thcs/2025-2026', 'input:pupils@thcs', 'input:pupils@2025-2026', 'input:pupils')
    >>> list_places("1.3")
    ('1.3',)
    """
    name, at, place = text.partition("@")
    if not at:
        return (text,)
    words = place.split("/")
    single = (f"{name}@{word}" for word in words) if len(words) > 1 else ()
    return (text, *single, without_place(text))


def read_award_name(text: str) -> AwardName:
    """Return the name of an award; the id of its framework, if any, is the text before the last slash."""
    framework, _, award = text.rpartition("/")
    return AwardName(framework or None, award)


@lru_cache(maxsize=_MAX_KEPT)
def read_fact_name(text: str) -> FactName:
    """Return the name of a fact without knowing a framework: a step is then read as a node.

    A text that was read before costs a look-up.

    >>> read_fact_name("held:dat-chuan/1 for 5 years").held_for
    '5 years'
    """
    word, colon, rest = text.partition(":")
    if colon and word in ("self", "external"):
        return read_fact_name(rest).of_side("self" if word == "self" else "external")
    kind = _FACT_KINDS.get(word, FactKind.NODE) if colon else FactKind.NODE
    if kind in _OF_NODES:
        return FactName(FactKind.NODE, text)
    if kind in _OF_ONE_SUBJECT:
        return FactName(kind, rest)
    framework, member = None, None
    if kind in _OF_REFERENCES:
        rest, _, place = rest.partition("@")
        before, colon, own = rest.partition(":")
        framework, rest = (before, own) if colon else (None, rest)
        member = MemberName.read(place) if place else None
    what, _, length = rest.partition(" for ")
    subject, _, step = what.partition("=" if kind in _WITH_LABEL else "/")
    return FactName(kind, subject, step or None, None, length or None, framework, member)


@lru_cache(maxsize=_MAX_KEPT)
def applicability_of(node: str) -> str:
    """Return the name of the fact that a node applies, as rules write it.

    >>> applicability_of("1.3/muc-1/a")
    'applies:1.3/muc-1/a'
    """
    return str(FactName(FactKind.APPLIES, node))


@lru_cache(maxsize=_MAX_KEPT)
def bare_name(text: str) -> str:
    """Return the name of a fact by both sides; for what a claim says of a step, the name of the step itself.

    >>> bare_name("external:outcome:muc/muc-2")
    'outcome:muc/muc-2'
    """
    name = read_fact_name(text).without_side
    return name.subject if name.kind is FactKind.CLAIM else str(name)


@lru_cache(maxsize=_MAX_KEPT)
def name_of_both_sides(text: str) -> str:
    """Return the name of the same fact by the findings of both sides; a text that was read before costs a look-up.

    >>> name_of_both_sides("external:outcome:muc/muc-2")
    'outcome:muc/muc-2'
    """
    return str(read_fact_name(text).without_side)


@lru_cache(maxsize=_MAX_KEPT)
def read_value_name(text: str) -> ValueName:
    """Return the name of a value; a text without a known word before a colon is read as the id of an input.

    A text that was read before costs a look-up.

    >>> read_value_name("per:books:pupils@2025-2026").per
    'pupils'
    """
    word, colon, rest = text.partition(":")
    kind = _VALUE_KINDS.get(word) if colon else None
    if kind is None:
        kind, rest = ValueKind.INPUT, text
    if kind not in (ValueKind.INPUT, ValueKind.PER):
        return ValueName(kind, rest)
    name, _, place = rest.partition("@")
    name, _, per = name.partition(":") if kind is ValueKind.PER else (name, "", "")
    return ValueName(kind, name, per or None, tuple(place.split("/")) if place else ())


def _is_school_year(word: str) -> bool:
    """Return whether a word is a school year, ``2025-2026``, and not a stage or a member of a layer."""
    return len(word) == len("2025-2026") and word[:4].isdigit() and word[4] == "-"


def split_top(text: str) -> tuple[str, str]:
    """Return the text before the first slash, and the text after it.

    >>> split_top("3.5/muc-2/c"), split_top("3.5")
    (('3.5', 'muc-2/c'), ('3.5', ''))
    """
    top, _, rest = text.partition("/")
    return top, rest


def split_child(text: str) -> tuple[str, str]:
    """Return the text before the last slash, and the text after it.

    >>> split_child("3.5/muc-2/c"), split_child("3.5")
    (('3.5/muc-2', 'c'), ('', '3.5'))
    """
    above, _, child = text.rpartition("/")
    return above, child


def words_of_address(text: str) -> tuple[str, ...]:
    """Return the keys of the address of a part of a definition.

    >>> words_of_address("awards/kiem-dinh/valid")
    ('awards', 'kiem-dinh', 'valid')
    """
    return tuple(text.split("/"))


def find_top(name: str) -> str:
    """Return the part of an id that names its topmost node: ``3.5`` of ``3.5/muc-2/c``."""
    return split_top(name)[0]


def name_child(parent: str, child: str, level: str | None = None) -> str:
    """Return the id within a framework of a node that has no layer: it adds to the id of its parent.

    *level* is the step that the node is a requirement of, None for a part.

    >>> name_child("1.3", "a", "muc-1")
    '1.3/muc-1/a'
    """
    return f"{parent}/{child}" if level is None else f"{parent}/{level}/{child}"
