"""Keys of efforts, as their author writes them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from kiemdinh.standards.names import split_stage, without_place

__all__ = ["EffortKey"]


@dataclass(frozen=True, slots=True)
class EffortKey:
    """What an effort is given for: a step, requirement, node, input or tag, perhaps of one stage or at one place.

    ``text`` is the key as it is written: ``1.3/muc-1``, ``thcs/1.3``, ``input:pupils@thcs``, ``mandatory``.

    >>> EffortKey("input:pupils@thcs/2025-2026").without_place
    'input:pupils'
    >>> EffortKey("thcs/1.3").is_among({"1.3", "1.4"})
    True
    """

    text: str

    @property
    def without_place(self) -> str:
        """The key without the stage and year that a value is given for."""
        return without_place(self.text)

    @property
    def without_stage(self) -> str:
        """The key without the stage in front; the key itself where nothing stands in front."""
        return split_stage(self.text)[1]

    def is_among(self, known: Container[str]) -> bool:
        """Return whether the key names one of *known*, of whichever stage and place."""
        return self.text in known or self.without_place in known or self.without_stage in known
