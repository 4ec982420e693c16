"""Why a level is not held and what would do, as data (semantics 5)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from kiemdinh.assessment.encoding import encoded
from kiemdinh.assessment.repairing import Classed, Repairs
from kiemdinh.assessment.result import LevelRef, Target

__all__ = ["EXPLANATION_SCHEMA_ID", "Explanation"]

EXPLANATION_SCHEMA_ID = "https://kiemdinh.dev/schema/explanation/1.0.json"
"""The id of the JSON schema of an explanation; a published name, not an address to fetch."""
_MOST = 10


@dataclass(frozen=True, slots=True)
class Explanation:
    """What blocks a level: its blocking tree and to-do lists, the class of every gap, and the repairs.

    ``level`` is None at the top, where nothing blocks; ``target`` and ``classes`` are then None as well.
    """

    level: LevelRef | None
    target: Target | None
    classes: Classed | None
    repairs: Repairs

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as JSON-ready data, with at most ten of the cheapest repairs."""
        return {
            "schema": EXPLANATION_SCHEMA_ID,
            "level": encoded(self.level),
            "target": encoded(self.target),
            "classes": encoded(self.classes),
            "repairs": {
                "proved": self.repairs.proved,
                "cost": encoded(self.repairs.cost),
                "gap": encoded(self.repairs.gap),
                "count": self.repairs.count,
                "mixed": self.repairs.mixed,
                "cheapest": [encoded(repair) for repair in islice(self.repairs, _MOST)],
            },
        }
