"""The explanations that an assessment hands to its users: data that can be narrated (semantics 5, 5.10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any, ClassVar, TypeVar

from kiemdinh.api.narrated import Narrated
from kiemdinh.data.as_json import ExplanationKind, encode_value
from kiemdinh.data.assessment_data import AssessmentData
from kiemdinh.data.explanation import ExplanationData
from kiemdinh.data.margin import MarginData, SufficientReasonData
from kiemdinh.explanation.repairs.level_repairs import LevelRepairs

__all__ = ["Explanation", "Margin", "Repairs", "Why", "with_result"]

_MOST = 10
"""How many repairs are given as data; what iterates over them gives as many as are asked for."""

FaceT = TypeVar("FaceT", bound=Narrated)


def with_result(face: Callable[..., FaceT], data: Any, result: AssessmentData, **others: Narrated) -> FaceT:
    """Return *data* as its class for users, with the result that it was worked out from; *others* replace fields."""
    own = {one.name: getattr(data, one.name) for one in fields(data)}
    return face(**{**own, **others}, result=result)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Repairs(LevelRepairs, Narrated):
    """The minimal repairs of a target, cheapest first, each found when it is asked for.

    ``cost`` is that of the cheapest, 0 where the target is certain already and None where it is out of reach;
    ``count`` the number of equally cheap ways, None where it is not known; ``proved`` tells whether the cost is the
    least, and ``gap`` how far it may lie above where it is not. ``mixed`` tells that the dossier gives some criteria
    whole and others requirement by requirement, so that a step costs as many as the requirements it stands for.
    ``settle_first`` names the open context that must be settled before any repair holds, where there is none yet.
    """

    kind: ClassVar[ExplanationKind] = "repairs"
    result: AssessmentData

    def summary(self) -> dict[str, Any]:
        """Return as data what is known of them, with at most ten of the cheapest."""
        names = ("proved", "cost", "gap", "count", "mixed", "settle_first")
        known = {name: encode_value(getattr(self, name)) for name in names}
        return {**known, "cheapest": [encode_value(repair) for repair in islice(self, _MOST)]}

    def to_data(self) -> dict[str, Any]:
        """Return them as data, with the level that they lead to."""
        return {"level": encode_value(self.target), "repairs": self.summary()}


@dataclass(frozen=True, slots=True)
class Explanation(ExplanationData, Narrated):
    """What blocks a level: its blocking tree and to-do lists, the class of every gap, and the repairs.

    ``level`` is None at the top, where nothing blocks; ``target`` and ``classes`` are then None as well.
    ``classes`` is None too where the search for them ran out of its stated limit.
    """

    kind: ClassVar[ExplanationKind] = "explanation"
    repairs: Repairs
    result: AssessmentData = field(repr=False, compare=False)

    def to_data(self) -> dict[str, Any]:
        """Return the explanation as data, with at most ten of the cheapest repairs."""
        parts = {name: encode_value(getattr(self, name)) for name in ("level", "target", "classes")}
        return {**parts, "repairs": self.repairs.summary()}

    def to_svg(self, lang: str = "vi") -> str:
        """Return the gap as a picture: the criteria with what is met, unknown, unmet, necessary and chosen.

        It is an SVG document in *lang* that fits a sheet of A4, upright.
        """
        from kiemdinh.narration.drawings.gap_svg import drawn  # noqa: PLC0415 - only when a picture is asked for

        return drawn(self.result, self, lang)


@dataclass(frozen=True, slots=True)
class Margin(MarginData, Narrated):
    """How far a level is from no longer being certain, unknowns at their worst.

    ``size`` is the number of losses of a least set, None where nothing drops the level; ``least`` are such sets, at
    most 20; ``alone`` the losses, and ``evidence`` the items of evidence (soonest to expire first), that drop it alone.
    """

    kind: ClassVar[ExplanationKind] = "margin"
    result: AssessmentData = field(repr=False, compare=False)

    def to_data(self) -> dict[str, Any]:
        """Return it as data."""
        return {
            name: encode_value(getattr(self, name))
            for name in ("level", "proved", "size", "least", "alone", "evidence")
        }


@dataclass(frozen=True, slots=True)
class Why(SufficientReasonData, Narrated):
    """A sufficient reason: a least set of facts and values that keeps the level whatever the others are."""

    kind: ClassVar[ExplanationKind] = "why"
    result: AssessmentData = field(repr=False, compare=False)

    def to_data(self) -> dict[str, Any]:
        """Return it as data."""
        return {name: encode_value(getattr(self, name)) for name in ("level", "proved", "reason")}
