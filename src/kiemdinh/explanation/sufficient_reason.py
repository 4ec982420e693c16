"""A sufficient reason of a level: facts that keep it whatever the others are (semantics 5.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh import rules as kernel
from kiemdinh.data.margin import SufficientReasonData
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.explanation.costs import read_efforts
from kiemdinh.explanation.repairs import build_question, find_value_spans
from kiemdinh.explanation.search_work import report_work
from kiemdinh.rules import Budget

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["find_sufficient_reason"]


def find_sufficient_reason(
    framework: Framework, school: SchoolFacts, level: LevelRef, fact: FactName, budget: Budget
) -> SufficientReasonData:
    """Return a smallest set of facts and values that keeps *level*, which is held; *fact* stands for it.

    With these as they are, the level stays whatever all others become. Where the *budget* runs out, it
    is a set of which nothing can be left out, and not proved to be a smallest.
    At worst the time is exponential in what the parts of the rule share.
    """
    question = build_question(framework, school, fact, read_efforts(None, framework))
    found = kernel.find_sufficient_reason(question.problem, ranges=find_value_spans(question, framework), budget=budget)
    ids = tuple(question.subject_named(one.id).id for one in found.terms)
    return SufficientReasonData(level, ids, found.proved, report_work(budget))
