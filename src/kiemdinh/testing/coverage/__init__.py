"""Coverage of rules: which requirements, criteria, sets and steps of a framework a suite of scenarios exercises.

Begin with ``points.py`` (what is to be covered, and what is to be seen of it), then ``tally.py`` (what assessments have
shown so far). ``influence.py`` answers whether one fact alone decides; ``report.py`` is what a user is handed;
``framework_tallies.py`` counts over a whole run of pytest.

Words: a *point* is a fact or a set that is to be seen true, false, unknown and pivotal; it is *pivotal* where an
outcome or award would change if it alone were otherwise.

What no dossier can show is proved in ``analysis`` and left out of the count; nothing is proved here.
"""

from kiemdinh.testing.coverage.framework_tallies import FrameworkTallies
from kiemdinh.testing.coverage.report import Coverage, UncoveredPoint
from kiemdinh.testing.coverage.tally import CoverageTally, rule_coverage

__all__ = ["Coverage", "CoverageTally", "FrameworkTallies", "UncoveredPoint", "rule_coverage"]
