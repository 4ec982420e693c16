"""Repairs: the smallest changes that make a level certain, in the terms of a standard (semantics 5.1, 5.3, 5.5).

Begin with ``question``: it turns the facts of a school into a repair problem of the kernel. For it ``opening`` writes
the conditions of all stages with the names of one problem. ``first_figures`` finds the ranges that newly recorded
figures must keep, ``value_ranges`` the numbers to which values can be brought, and ``actions`` what can be changed.
``level_repairs`` and ``gap_roles`` read the answers of the kernel, ``cheapest_repair`` the least of them; ``changes``
gives them ids, people and efforts.

Words: a *question* is a problem with the meaning of its names; a *subject* is the fact or value for which a name
stands. An *action* can be made, a *change* is one that a repair makes. A *first figure* is one that nobody has recorded
yet.

What must not come in: a search (the kernel has it), and words of a language.
"""

from kiemdinh.explanation.repairs.changes import build_repair_change
from kiemdinh.explanation.repairs.cheapest_repair import CheapestRepair, find_cheapest_repair, read_cheapest_repair
from kiemdinh.explanation.repairs.gap_roles import classify_gaps
from kiemdinh.explanation.repairs.keys import StageFact
from kiemdinh.explanation.repairs.level_repairs import LevelRepairs, find_level_repairs, search_repairs
from kiemdinh.explanation.repairs.question import (
    MAX_REPAIR_CASES,
    RepairQuestion,
    build_question,
    build_question_of_facts,
    find_value_spans,
)
from kiemdinh.explanation.repairs.repair_search import MAX_KEPT_REPAIRS
from kiemdinh.explanation.repairs.subjects import CaseFacts, FactSubject

__all__ = [
    "MAX_KEPT_REPAIRS",
    "MAX_REPAIR_CASES",
    "CaseFacts",
    "CheapestRepair",
    "FactSubject",
    "LevelRepairs",
    "RepairQuestion",
    "StageFact",
    "build_question",
    "build_question_of_facts",
    "build_repair_change",
    "classify_gaps",
    "find_cheapest_repair",
    "find_level_repairs",
    "find_value_spans",
    "read_cheapest_repair",
    "search_repairs",
]
