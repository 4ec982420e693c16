"""Coverage of rules: which requirements, criteria, sets and steps of a framework a suite of scenarios exercises.

Begin with ``points.py`` (the points to cover, and the observations of each), then ``tally.py`` (the observations that
assessments have shown so far). ``thresholds.py`` has thresholds, cells of tables and sides; ``policies.py`` has
applicability, evidence, scores and terms of awards. ``influence.py`` answers whether one fact alone decides;
``report.py`` is the result for users, in the words of ``words.py``; ``framework_tallies.py`` counts over a whole run of
pytest.

Words: a *point* is a part of the law that scenarios should exercise; it is *pivotal* where an outcome or award would
change if only this point were different. Observations that no dossier can show are proved with ``analysis`` and left
out of the count.
"""

from kiemdinh.testing.coverage.framework_tallies import FrameworkTallies
from kiemdinh.testing.coverage.report import Coverage, UncoveredPoint
from kiemdinh.testing.coverage.tally import CoverageTally, rule_coverage
from kiemdinh.testing.coverage.words import describe_case

__all__ = ["Coverage", "CoverageTally", "FrameworkTallies", "UncoveredPoint", "describe_case", "rule_coverage"]
