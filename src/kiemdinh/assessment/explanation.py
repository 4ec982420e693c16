"""Why a level is not held and what would do, as data (semantics 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from kiemdinh.assessment.encoding import encoded
from kiemdinh.assessment.repairing import Classed, Repairs
from kiemdinh.assessment.result import LevelRef, Target
from kiemdinh.assessment.telling import EXPLANATION_SCHEMA_ID, Kind, Told

if TYPE_CHECKING:
    from kiemdinh.assessment.assessed import Assessment

__all__ = ["EXPLANATION_SCHEMA_ID", "Explanation"]


@dataclass(frozen=True, slots=True)
class Explanation(Told):
    """What blocks a level: its blocking tree and to-do lists, the class of every gap, and the repairs.

    ``level`` is None at the top, where nothing blocks; ``target`` and ``classes`` are then None as well.
    ``classes`` is None too where the search for them ran out of its stated limit.
    """

    kind: ClassVar[Kind] = "explanation"
    result: Assessment = field(repr=False, compare=False)
    level: LevelRef | None
    target: Target | None
    classes: Classed | None
    repairs: Repairs

    def said(self) -> dict[str, Any]:
        """Return the explanation as data, with at most ten of the cheapest repairs."""
        parts = {name: encoded(getattr(self, name)) for name in ("level", "target", "classes")}
        return {**parts, "repairs": self.repairs.summary()}

    def to_svg(self, lang: str = "vi") -> str:
        """Return the gap as a picture: the criteria with what is met, unknown, unmet, necessary and chosen.

        It is an SVG document in *lang* that fits a sheet of A4, upright.
        """
        from kiemdinh.assessment.drawing import drawn  # noqa: PLC0415 - only when a picture is asked for

        return drawn(self, lang)
