"""Suggested scenarios: for each observation that no scenario shows, a school that shows it, and its result.

Begin with ``suggest.py``. ``gap_conditions.py`` has conditions for a school that shows a gap, and the prover finds such
a school. ``gap_dossiers.py`` has dossiers for gaps that no condition describes, such as an award on its last day.
``expected.py`` writes the results, and ``as_yaml.py`` the file.

Words: a *gap* is an observation that coverage misses.

The suggested results are those of the engine: nothing here says that they are right. So each scenario is marked
``confirmed: false``.
"""

from kiemdinh.testing.suggestions.as_yaml import write_scenarios
from kiemdinh.testing.suggestions.suggest import SuggestedScenarios, suggest_scenarios

__all__ = ["SuggestedScenarios", "suggest_scenarios", "write_scenarios"]
