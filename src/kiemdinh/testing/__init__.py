"""Testing standards: scenarios that a lawyer can read, their coverage of the rules, strategies and laws.

Strategies and laws need hypothesis, which comes with ``kiemdinh[testing]``; scenarios do not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiemdinh.testing.coverage import Coverage, rule_coverage
    from kiemdinh.testing.running import ScenarioResult, run
    from kiemdinh.testing.scenarios import Scenario, ScenarioFile, load_scenarios

__all__ = [
    "Coverage",
    "Scenario",
    "ScenarioFile",
    "ScenarioResult",
    "load_scenarios",
    "rule_coverage",
    "run",
]

_WHERE = {
    "Coverage": "kiemdinh.testing.coverage",
    "Scenario": "kiemdinh.testing.scenarios",
    "ScenarioFile": "kiemdinh.testing.scenarios",
    "ScenarioResult": "kiemdinh.testing.running",
    "load_scenarios": "kiemdinh.testing.scenarios",
    "rule_coverage": "kiemdinh.testing.coverage",
    "run": "kiemdinh.testing.running",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for: the pytest plugin is loaded in every run and must cost nothing."""
    if name not in _WHERE:
        msg = f"module 'kiemdinh.testing' has no attribute {name!r}"
        raise AttributeError(msg)
    value = globals()[name] = getattr(import_module(_WHERE[name]), name)
    return value


def __dir__() -> list[str]:
    return __all__
