"""The explanations that an assessment hands to its users: data that can be narrated (semantics 5, 5.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from itertools import chain, islice
from typing import Any, ClassVar, TypeVar

from kiemdinh.api.narrated import Narrated
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.as_json import ExplanationKind, encode_value
from kiemdinh.data.assessment_data import AssessmentData
from kiemdinh.data.explanation import ExplanationData
from kiemdinh.data.margin import MarginData, SufficientReasonData
from kiemdinh.data.outcomes import Titles
from kiemdinh.explanation.repairs import LevelRepairs
from kiemdinh.parsing.frozen import FrozenMap

__all__ = ["Explanation", "Margin", "Repairs", "Why", "with_result"]

_MAX_REPAIRS = 10
"""Repairs that are given as data; who iterates over them gets as many as are asked for."""

_ROLES = ("necessary", "relevant", "irrelevant", "keep", "either_way", "blocked", "alone")
"""The fields of the roles of gaps that hold ids."""

FaceT = TypeVar("FaceT", bound=Narrated)


@dataclass(frozen=True, slots=True)
class Explanation(ExplanationData, Narrated):
    """What blocks a level: its blocking tree and to-do lists, the role of every gap, and the repairs.

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
    """

    kind: ClassVar[ExplanationKind] = "explanation"
    repairs: Repairs
    result: AssessmentData = field(repr=False, compare=False)

    def to_data(self) -> dict[str, Any]:
        """Return the explanation as data, with at most ten of the cheapest repairs.

        The keys are ``level``, ``target``, ``classes``, ``search`` and ``repairs``. Costs the search for
        these repairs, where they have not been found yet.
        """
        own = _encode_fields(self, "level", "target", "classes", "search")
        return {**own, "repairs": self.repairs.summary(), "titles": encode_value(self.titles)}

    @property
    def titles(self) -> Mapping[str, Titles]:
        """What the definition calls what is named by its id alone: the gaps in ``classes`` and ``target``."""
        roles = () if self.classes is None else (getattr(self.classes, name) for name in _ROLES)
        ids = (*chain.from_iterable(roles), *(() if self.target is None else self.target.irrelevant))
        return _titles_by_id(self.result, ids)

    def to_svg(self, lang: str = "vi") -> str:
        """Return the gap as a picture: the criteria with what is met, unknown, unmet, necessary and chosen.

        It is an SVG document in *lang* that fits a sheet of A4, upright.

        Raises
        ------
        ValueError
            There is no such language.
        """
        from kiemdinh.narration.drawings import draw_gap  # noqa: PLC0415 - only when a picture is asked for

        return draw_gap(self.result, self, lang)


# Neither compared nor shown by its fields: they hold a search that goes on as repairs are asked for.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Repairs(LevelRepairs, Narrated):
    """The minimal repairs of a target, cheapest first, each found when it is asked for.

    Iterating yields each :class:`~kiemdinh.results.Repair`, at worst in time exponential in what the parts of the rule
    share; where the budget runs out it ends, and ``proved`` or ``count`` say so.

    Attributes
    ----------
    target
        The level that they lead to; None where none is above.
    limit
        The most repairs that iterating yields; None for all.
    settle_first
        The open context that must be settled before any repair holds, where there is none yet.
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

        Costs the search for these repairs, at worst in time exponential in what the parts of the rule share. Where the
        budget runs out, there are fewer, and ``proved`` or ``count`` say so.
        """
        known = _encode_fields(self, "proved", "cost", "gap", "count", "mixed", "settle_first")
        cheapest = [encode_value(repair) for repair in islice(self, _MAX_REPAIRS)]
        return {**known, "cheapest": cheapest, "search": encode_value(self.search)}


@dataclass(frozen=True, slots=True)
class Margin(MarginData, Narrated):
    """How far a level is from no longer being certain, unknowns at their worst.

    Attributes
    ----------
    level
        The level that is held.
    proved
        Whether ``size`` is proved to be the least; False where the budget ran out.
    size
        The number of losses of a least set; None where nothing drops the level. Where it is not proved, that of a set
        that does; None where none was found.
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
    result: AssessmentData = field(repr=False, compare=False)

    def to_data(self) -> dict[str, Any]:
        """Return the margin as data: its attributes under their names, without the result.

        Nothing is searched for.
        """
        return _encode_fields(self, "level", "proved", "size", "least", "alone", "evidence", "gap", "search")


@dataclass(frozen=True, slots=True)
class Why(SufficientReasonData, Narrated):
    """A sufficient reason: a least set of facts and values that keeps the level whatever the others are.

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
    """

    kind: ClassVar[ExplanationKind] = "why"
    result: AssessmentData = field(repr=False, compare=False)

    def to_data(self) -> dict[str, Any]:
        """Return the sufficient reason as data: ``level``, ``proved``, ``reason`` and ``search``.

        The values are those of the attributes of these names; nothing is searched for.
        """
        return {**_encode_fields(self, "level", "proved", "reason", "search"), "titles": encode_value(self.titles)}

    @property
    def titles(self) -> Mapping[str, Titles]:
        """What the definition calls each thing that is named in ``reason``."""
        return _titles_by_id(self.result, self.reason)


def with_result(face: Callable[..., FaceT], data: Any, result: AssessmentData, **others: Narrated) -> FaceT:
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
        Fields that are replaced, by name.
    """
    # Not dataclasses.asdict: it would copy what the fields hold.
    own = {one.name: getattr(data, one.name) for one in fields(data)}
    return face(**{**own, **others}, result=result)


def _titles_by_id(result: AssessmentData, ids: Iterable[str]) -> Mapping[str, Titles]:
    return FrozenMap({shown: find_titles(result.framework, shown) for shown in ids})


def _encode_fields(explanation: Narrated, *names: str) -> dict[str, Any]:
    return {name: encode_value(getattr(explanation, name)) for name in names}
