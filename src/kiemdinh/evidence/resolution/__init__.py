"""From records to facts on a date (semantics 3.3 to 3.9).

Begin with ``stage_facts``, where the table of ranks stands. ``precedence`` picks the record that prevails among
several. ``policy`` holds what a finding cites against the evidence policy. ``claims`` weighs findings about whole steps
against what is below them. ``values`` and ``awards_held`` resolve figures, and awards by recorded decision.
``known_of_rules`` keeps what follows from the rules alone, for every school. ``populations`` finds the members of a
register on a date, ``references`` the results under other frameworks.

Words: a *rank* says what settles a fact; the record that *prevails* is the one that is used where several are about the
same thing. What an outcome or an award of the school needs must not come in: that is the work of ``assessment``.
"""

from kiemdinh.evidence.resolution.awards_held import Holdings
from kiemdinh.evidence.resolution.claims import may_be_assessed_as_one
from kiemdinh.evidence.resolution.findings_by_node import FindingsByNode, truth_claimed, verdict_of
from kiemdinh.evidence.resolution.known_of_rules import allowed_range, known_of_rules
from kiemdinh.evidence.resolution.missing_figures import missing_figures
from kiemdinh.evidence.resolution.policy import DatedTerms, EvidenceState, Support, Validity, sort_by_validity
from kiemdinh.evidence.resolution.populations import find_references, list_values_of_members, rules_for
from kiemdinh.evidence.resolution.precedence import Dated, PrevailingRecord, choose_side, find_prevailing
from kiemdinh.evidence.resolution.reasons_of_records import (
    reasons_of_finding,
    reasons_of_score,
    reasons_of_value,
)
from kiemdinh.evidence.resolution.resolved_fact import Rank, ResolvedFact
from kiemdinh.evidence.resolution.stage_facts import StageFacts
from kiemdinh.evidence.resolution.values import Values, changes_with_date, percentage_of

__all__ = [
    "Dated",
    "DatedTerms",
    "EvidenceState",
    "FindingsByNode",
    "Holdings",
    "PrevailingRecord",
    "Rank",
    "ResolvedFact",
    "StageFacts",
    "Support",
    "Validity",
    "Values",
    "allowed_range",
    "changes_with_date",
    "choose_side",
    "find_prevailing",
    "find_references",
    "known_of_rules",
    "list_values_of_members",
    "may_be_assessed_as_one",
    "missing_figures",
    "percentage_of",
    "reasons_of_finding",
    "reasons_of_score",
    "reasons_of_value",
    "rules_for",
    "sort_by_validity",
    "truth_claimed",
    "verdict_of",
]
