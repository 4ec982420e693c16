"""What a result or an explanation says, as sentences in one language: one module for each kind of result.

Begin with ``blocking``, the tree of what blocks a level, and ``figures``, the comparisons in it. ``changes``,
``repairs``, ``margin`` and ``what_if`` build on them. ``rules`` says the conditions of a definition.

Words: *names* are what the definition calls things; *messages* are the texts of one language.

Sentences are texts and blocks of ``layout``. The order of a whole page is for ``pages``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.narration.sentences.awards import AwardSentences
    from kiemdinh.narration.sentences.blocking import MAX_SHOWN, BlockingSentences
    from kiemdinh.narration.sentences.changes import ChangeSentences, nodes_by_figure
    from kiemdinh.narration.sentences.criteria import CriteriaSentences, list_criteria
    from kiemdinh.narration.sentences.figures import FigureSentences
    from kiemdinh.narration.sentences.margin import MarginSentences
    from kiemdinh.narration.sentences.notes import NoteSentences
    from kiemdinh.narration.sentences.repairs import RepairSentences
    from kiemdinh.narration.sentences.rules import RuleSentences
    from kiemdinh.narration.sentences.search_work import incomplete_lines
    from kiemdinh.narration.sentences.standing import StandingSentences
    from kiemdinh.narration.sentences.to_do import (
        first_steps_section,
        label_target_section,
        target_section,
        todo_section,
    )
    from kiemdinh.narration.sentences.what_if import WhatIfSentences

__all__ = [
    "MAX_SHOWN",
    "AwardSentences",
    "BlockingSentences",
    "ChangeSentences",
    "CriteriaSentences",
    "FigureSentences",
    "MarginSentences",
    "NoteSentences",
    "RepairSentences",
    "RuleSentences",
    "StandingSentences",
    "WhatIfSentences",
    "first_steps_section",
    "incomplete_lines",
    "label_target_section",
    "list_criteria",
    "nodes_by_figure",
    "target_section",
    "todo_section",
]

_MODULES = {
    "blocking": ("MAX_SHOWN", "BlockingSentences"),
    "awards": ("AwardSentences",),
    "changes": ("ChangeSentences", "nodes_by_figure"),
    "criteria": ("CriteriaSentences", "list_criteria"),
    "figures": ("FigureSentences",),
    "margin": ("MarginSentences",),
    "notes": ("NoteSentences",),
    "repairs": ("RepairSentences",),
    "rules": ("RuleSentences",),
    "standing": ("StandingSentences",),
    "what_if": ("WhatIfSentences",),
    "to_do": ("first_steps_section", "label_target_section", "target_section", "todo_section"),
    "search_work": ("incomplete_lines",),
}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
