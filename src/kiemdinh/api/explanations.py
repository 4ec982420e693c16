"""The explanations that an assessment hands to its users: data that can be narrated (semantics 5, 5.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import chain
from typing import Any, ClassVar, Self, TypeVar, cast

from kiemdinh.api.from_json import check_schema, decode_fields, refuse_data
from kiemdinh.api.kept_property import SharedIterator
from kiemdinh.api.narrated import Narrated
from kiemdinh.api.origin import ResultOrigin
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.as_json import EXPLANATION_SCHEMA_ID, ExplanationKind, encode_value
from kiemdinh.data.assessment_data import AssessmentData
from kiemdinh.data.explanation import ExplanationData
from kiemdinh.data.explanation_schema import EXPLANATION_HEADER, EXPLANATION_KEYS, REPAIRS_KEYS
from kiemdinh.data.margin import MarginData, SufficientReasonData
from kiemdinh.data.outcomes import LevelRef, Titles
from kiemdinh.data.repairs import KeptRepairs, Repair
from kiemdinh.data.schema import version_pattern
from kiemdinh.diagnostics.message import Message
from kiemdinh.explanation.repairs import MAX_KEPT_REPAIRS, LevelRepairs
from kiemdinh.parsing.frozen import FrozenMap

__all__ = [
    "Explanation",
    "Margin",
    "PlainExplanation",
    "Repairs",
    "Why",
    "find_titles_by_id",
    "find_titles_of_roles",
    "read_explanation",
    "with_result",
]

_ROLES = ("necessary", "relevant", "irrelevant", "keep", "either_way", "blocked", "alone")
"""The fields of the roles of gaps that hold ids."""

FaceT = TypeVar("FaceT", bound=Narrated)


@dataclass(frozen=True, slots=True)
class Explanation(ExplanationData, Narrated):
    """What blocks a level: its blocking tree and to-do lists, the role of every gap, and the repairs.

    See the example of :meth:`kiemdinh.Assessment.explain`.

    Attributes
    ----------
    level
        The level that is asked for; None at the top, where nothing blocks.
    target
        The blocking tree and the to-do lists; None at the top.
    classes
        What every gap means for the level; None at the top, and where the budget of the search ran out.
    repairs
        The minimal sets of changes that make the level certain.
    search
        What the searches took.
    result
        The result that is explained.
    titles
        The titles of what ``classes`` and ``target`` name by id alone.
    """

    kind: ClassVar[ExplanationKind] = "explanation"
    repairs: Repairs
    result: AssessmentData = field(repr=False)
    titles: Mapping[str, Titles] = field(default_factory=FrozenMap, repr=False)

    def to_data(self) -> dict[str, Any]:
        """Return the explanation as data, with at most ten of the cheapest repairs.

        The keys are ``level``, ``target``, ``classes``, ``search`` and ``repairs``. Costs the search for
        these repairs, where they have not been found yet.
        """
        own = _encode_fields(self, "level", "target", "classes", "search")
        return {**own, "repairs": self.repairs.summary(), "titles": encode_value(self.titles)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_dict` wrote as *data*; :meth:`attach` gives it its result again.

        Raises
        ------
        InputError
            *data* is not the data of an explanation (KD341).
        """
        said, origin = read_explanation(cls.kind, data)
        target = None if said["target"] is None else said["target"].level
        said["repairs"] = _build_repairs(Repairs, said["repairs"], target or said["level"], origin)
        return cls(**said, result=origin)

    def to_svg(self, lang: str | None = None) -> str:
        """Return the gap as a picture: the criteria with what is met, unknown, unmet, necessary and chosen.

        It is an SVG document in *lang* that fits a sheet of A4, upright. Without *lang* it is in Vietnamese where the
        definition has it, else in English.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.drawings import draw_gap  # noqa: PLC0415 - only when a picture is asked for

        return draw_gap(self.result, self, lang)


# Neither compared nor shown by its fields: they hold a search that goes on as repairs are asked for.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Repairs(LevelRepairs, Narrated):
    """The minimal repairs of a target, cheapest first, each found when it is asked for.

    Iterating yields each :class:`~kiemdinh.results.Repair`. In the worst case the search takes time exponential in the
    number of facts that several parts of the rule read. It ends where the budget runs out, and ``proved`` or ``count``
    say so.

    See the example of :meth:`kiemdinh.Assessment.repairs`.

    Attributes
    ----------
    target
        The level that they lead to; None where none is above.
    limit
        The most repairs that iterating yields; None for all.
    settle_first
        The unknown context that must be settled first, where there is no repair without it.
    result
        The result that is to be repaired.
    """

    kind: ClassVar[ExplanationKind] = "repairs"
    result: AssessmentData

    def to_data(self) -> dict[str, Any]:
        """Return the repairs as data, with the level that they lead to.

        The keys are ``level`` and ``repairs``; costs as :meth:`summary`.
        """
        return {"level": encode_value(self.target), "repairs": self.summary()}

    def summary(self) -> dict[str, Any]:
        """Return as data what is known of the repairs, with at most ten of the cheapest.

        Costs the search for these repairs, which in the worst case takes time exponential in the number of facts that
        several parts of the rule read. Where the budget runs out, there are fewer, and ``proved`` or ``count`` say so.
        """
        kept = self._keep()
        known = _encode_fields(self, "proved", "cost", "gap", "count", "mixed", "settle_first", "warnings")
        found = {"cheapest": encode_value(kept.repairs), "search": encode_value(kept.search)}
        return {**known, **found, **_encode_fields(self, "limit", "minimise", "priced"), "has_more": kept.has_more}

    def __iter__(self) -> Iterator[Repair]:
        """Yield minimal repairs in order of cost, at most ``limit``; threads may share the iterator.

        It ends early where the budget runs out.

        Raises
        ------
        InputError
            While iterating, where the repairs were read back from data, which has only the first ten (KD340).
        """
        return SharedIterator(LevelRepairs.__iter__(self))

    def _keep(self) -> KeptRepairs:
        """Return what the data has: the first repairs, and what is known of all repairs."""
        if isinstance(self._source, KeptRepairs):
            return self._source
        first = self.first(MAX_KEPT_REPAIRS)
        is_full = len(first) == MAX_KEPT_REPAIRS and (self.limit is None or self.limit > MAX_KEPT_REPAIRS)
        return KeptRepairs(first, self.count, self.search, has_more=is_full)

    def _list_fields(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"_source": self._keep()}

    # What has been found is left out: a debugger that shows the object must not set a search going.
    def __repr__(self) -> str:
        return f"<Repairs to {self.target.id}>" if self.target is not None else "<Repairs: no level is above>"

    def __eq__(self, other: object) -> bool:
        """Whether *other* has the same first repairs and the same proofs, and its result is equal."""
        return isinstance(other, Repairs) and self._list_fields() == other._list_fields()

    def __hash__(self) -> int:
        return hash((self.target, self.cost, self.result))

    # As data: a search cannot be pickled, and what it has found can.
    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(self._list_fields().values())

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_dict` wrote as *data*; :meth:`attach` gives it its result again.

        Raises
        ------
        InputError
            *data* is not the data of repairs (KD341).
        """
        said, origin = read_explanation(cls.kind, data)
        return _build_repairs(cls, said["repairs"], said["level"], origin)


class PlainExplanation(Narrated):
    """An explanation whose data are its attributes without the result."""

    __slots__ = ()

    def to_data(self) -> dict[str, Any]:
        """Return it as data: its attributes under their names, without the result. Nothing is searched for."""
        return _encode_fields(self, *EXPLANATION_KEYS[self.kind])

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_dict` wrote as *data*; :meth:`attach` gives it its result again.

        Raises
        ------
        InputError
            *data* is not the data of an explanation of this kind (KD341).
        """
        said, origin = read_explanation(cls.kind, data)
        # Each kind is a dataclass with these fields; this class alone is none.
        return cast("Any", cls)(**said, result=origin)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Margin(MarginData, PlainExplanation):
    """How many losses it takes until a level is no longer certain, with every unknown at its worst.

    See the example of :meth:`kiemdinh.Assessment.margin`.

    Attributes
    ----------
    level
        The level that is held.
    proved
        Whether ``size`` is proved to be the least; False where the budget ran out.
    size
        The number of losses of a least set that drops the level; None where nothing drops it. Where it is not proved,
        the size of the smallest set that was found; None where none was found.
    least
        Least sets of losses that drop it, at most 20.
    alone
        The losses that each drop it alone.
    evidence
        The items of evidence whose loss alone drops it, those that expire soonest first.
    gap
        How far ``size`` may lie above the least; 0 where it is proved.
    search
        What the search took.
    result
        The result whose level it is.
    """

    kind: ClassVar[ExplanationKind] = "margin"
    result: AssessmentData = field(repr=False)


@dataclass(frozen=True, slots=True)
class Why(SufficientReasonData, PlainExplanation):
    """A sufficient reason: a least set of facts and values that keeps the level whatever the others are.

    See the example of :meth:`kiemdinh.Assessment.why`.

    Attributes
    ----------
    level
        The level that is held.
    reason
        The ids of the facts and values; none of them can be left out.
    proved
        Whether no smaller set would do; False where the budget ran out.
    search
        What the search took.
    result
        The result whose level it is.
    titles
        The titles of what ``reason`` names.
    """

    kind: ClassVar[ExplanationKind] = "why"
    result: AssessmentData = field(repr=False)
    titles: Mapping[str, Titles] = field(default_factory=FrozenMap, repr=False)


def with_result(face: Callable[..., FaceT], data: Any, result: AssessmentData, **others: Any) -> FaceT:
    """Return *data* as its class for users, with the result that it was worked out from.

    The fields of *data* are handed on as they are, not copied.

    Parameters
    ----------
    face
        The class for users, such as :class:`Margin` for ``MarginData``; it has the fields of *data*, and ``result``.
    data
        A dataclass that a function of ``kiemdinh.explanation`` has returned.
    result
        The result that *data* explains.
    others
        Fields that are replaced or added, by name.
    """
    # Not dataclasses.asdict: it would copy what the fields hold.
    own = {one.name: getattr(data, one.name) for one in fields(data)}
    return face(**{**own, **others}, result=result)


def read_explanation(kind: ExplanationKind, data: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
    """Return the content of an explanation of some kind, by its keys, and the origin of its result.

    Raises
    ------
    InputError
        *data* is not the data of an explanation of that kind (KD341).
    """
    check_schema(data, version_pattern(EXPLANATION_SCHEMA_ID))
    if data.get("kind") != kind:
        refuse_data(Message("the kind '{kind}'", kind=kind), data.get("kind"), "kind")
    header = decode_fields(EXPLANATION_HEADER, data)
    own = {**EXPLANATION_KEYS[kind], **({"repairs": Mapping[str, Any]} if kind in ("explanation", "repairs") else {})}
    said = decode_fields(own, data)
    # The repairs are decoded by their own keys, from the data as it was written.
    if "repairs" in said:
        said["repairs"] = decode_fields(REPAIRS_KEYS, data["repairs"])
    header["framework_id"] = header.pop("framework")
    return said, ResultOrigin(**header)


RepairsT = TypeVar("RepairsT", bound=Repairs)


def _build_repairs(
    cls: type[RepairsT], said: Mapping[str, Any], target: LevelRef | None, result: AssessmentData
) -> RepairsT:
    own = {
        name: said[name]
        for name in ("settle_first", "proved", "cost", "gap", "mixed", "limit", "minimise", "priced", "warnings")
    }
    source = KeptRepairs(said["cheapest"], said["count"], said["search"], said["has_more"])
    return cls(target=target, _source=source, result=result, **own)


def find_titles_of_roles(result: AssessmentData, found: ExplanationData) -> Mapping[str, Titles]:
    """Return the titles of all gaps that the roles, and the list of irrelevant gaps, name by id alone."""
    roles = () if found.classes is None else (getattr(found.classes, name) for name in _ROLES)
    return find_titles_by_id(result, (*chain.from_iterable(roles), *(found.target.irrelevant if found.target else ())))


def find_titles_by_id(result: AssessmentData, ids: Iterable[str]) -> Mapping[str, Titles]:
    """Return the titles of what *ids* name, by the id."""
    return FrozenMap({shown: find_titles(result.framework, shown) for shown in ids})


def _encode_fields(explanation: Narrated, *names: str) -> dict[str, Any]:
    return {name: encode_value(getattr(explanation, name)) for name in names}
