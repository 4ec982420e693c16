"""Which unknown fact to settle next: the one that leaves the fewest outcomes, whatever the answer (semantics 5.12).

Begin with ``next_questions``. ``goals`` has the goal of the questions: all outcomes, a level or a grade of an award.
``unknowns`` lists the facts that are unknown and matter, each with its possible results; ``linear`` finds the numbers
of a figure at which a rule changes; ``suppose`` is the school with one of these results taken as found.

Words: a *question* is about one unknown fact; an *answer* is one way in which it can turn out; the *outcomes* that
remain are those between the guaranteed and the attainable level, or the labels that are possible.

Each name here is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.transitions.questions.goals import find_goal
    from kiemdinh.transitions.questions.next_questions import find_questions
    from kiemdinh.transitions.questions.suppose import AskedSchool

__all__ = ["AskedSchool", "find_goal", "find_questions"]

_MODULES = {"goals": ("find_goal",), "next_questions": ("find_questions",), "suppose": ("AskedSchool",)}


if not TYPE_CHECKING:  # hidden from type checkers, which would else accept every name
    __getattr__ = load_on_use(__name__, _MODULES)
