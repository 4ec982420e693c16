"""From records to facts on a date (semantics 3.3 to 3.9).

Begin with ``stage_facts``, where the table of ranks stands. ``precedence`` picks the record that prevails among
several. ``policy`` holds what a finding cites against the evidence policy. ``claims`` weighs findings about whole steps
against what is below them. ``values`` and ``awards_held`` resolve figures, and awards by recorded decision.

Words: a *rank* says what settles a fact; the record that *prevails* is the one that is used where several are about the
same thing. What an outcome or an award of the school needs must not come in: that is the work of ``assessment``.
"""

from kiemdinh.evidence.resolution.awards_held import Holdings
from kiemdinh.evidence.resolution.findings_by_node import Records
from kiemdinh.evidence.resolution.policy import Support, validity
from kiemdinh.evidence.resolution.resolved_fact import APART, Rank
from kiemdinh.evidence.resolution.stage_facts import Resolution
from kiemdinh.evidence.resolution.values import Values, domain, share

__all__ = ["APART", "Holdings", "Rank", "Records", "Resolution", "Support", "Values", "domain", "share", "validity"]
