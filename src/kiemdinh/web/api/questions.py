"""The questions that can be asked: the name, the keys of the request and the type of the answer of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiemdinh import results
from kiemdinh.diagnostics.typed_output import TypedOutput

if TYPE_CHECKING:
    from kiemdinh.web.access import Action

__all__ = ["QUESTIONS", "SchoolQuestion"]


@dataclass(frozen=True, slots=True)
class SchoolQuestion:
    """A question about one school.

    Attributes
    ----------
    name
        Its name, the last part of its address.
    asks
        What it asks, in one line.
    answer_type
        The type of its answer.
    needs, takes
        The keys that its request must have, and may have, beside ``framework``, ``dossier`` and ``on``.
    action
        The action with a school for which the user needs permission.
    """

    name: str
    asks: str
    answer_type: type[TypedOutput]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    action: Action = "read"

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that its request may have."""
        return ("framework", "dossier", "on", *self.needs, *self.takes)

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that its request must have."""
        return ("framework", "dossier", *self.needs)


_ALL: Final = (
    SchoolQuestion("assess", "Where does the school stand?", results.Assessment, takes=("target",)),
    SchoolQuestion(
        "explain", "What blocks a level, and what would do?", results.Explanation, takes=("target", "costs")
    ),
    SchoolQuestion("repairs", "What are the cheapest changes for a level?", results.Repairs, takes=("target", "costs")),
    SchoolQuestion("margin", "How far is the level from being lost?", results.Margin),
    SchoolQuestion("what-if", "What if this were found?", results.WhatIf, ("changes",), action="what-if"),
    SchoolQuestion("forecast", "What changes on which day?", results.Forecast, needs=("until",)),
    SchoolQuestion("ask-next", "Which unknown fact is to be settled next?", results.NextQuestions, takes=("target",)),
)
QUESTIONS: Final[Mapping[str, SchoolQuestion]] = {one.name: one for one in _ALL}
"""The questions by name."""
