"""Proofs of how the rules of two editions differ, and schools that show it.

Begin with ``pair_study``: the rules of both editions over the same facts. ``strictness`` proves whether a rule asks
more or less than another, ``witnesses`` finds a school that shows it and assesses the school under both editions.
``linked_study`` does the same for two frameworks that a crosswalk relates.

Words: a *reading* of a rule is the rule with everything below it as in one of the editions.

What must not come in: entries. Here are only facts and rules.
"""

from kiemdinh.transitions.diffs.proofs.linked_study import LinkedStudy, read_linked, study_linked
from kiemdinh.transitions.diffs.proofs.pair_study import PairStudy, study_pair
from kiemdinh.transitions.diffs.proofs.strictness import Reading, RuleComparer, RuleComparison
from kiemdinh.transitions.diffs.proofs.witnesses import RuleSubject, Witnesses, WitnessFinder, subject_of

__all__ = [
    "LinkedStudy",
    "PairStudy",
    "Reading",
    "RuleComparer",
    "RuleComparison",
    "RuleSubject",
    "WitnessFinder",
    "Witnesses",
    "read_linked",
    "study_linked",
    "study_pair",
    "subject_of",
]
