"""Suggested scenarios: for each thing that no scenario shows, a school that shows it, and what came out for it.

Begin with ``suggest.py``. ``gap_conditions.py`` says what must hold of a school that shows a gap, and the prover finds
such a school; ``gap_dossiers.py`` has those that no condition describes, such as an award on its last day.
``expected.py`` writes what came out, and ``as_yaml.py`` the file.

Words: a *gap* is an observation that coverage misses.

What is suggested is what the engine gives: nothing here says that it is right. So each is marked ``confirmed: false``.
"""

from kiemdinh.testing.suggestions.as_yaml import write_scenarios
from kiemdinh.testing.suggestions.suggest import SuggestedScenarios, suggest_scenarios

__all__ = ["SuggestedScenarios", "suggest_scenarios", "write_scenarios"]
