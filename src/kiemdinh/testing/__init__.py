"""Testing standards: scenarios that a lawyer can read, their coverage of the rules, strategies and laws.

Strategies and laws need hypothesis, which comes with ``kiemdinh[testing]``; scenarios do not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiemdinh.testing.coverage import Coverage, rule_coverage
    from kiemdinh.testing.laws import LAWS, FrameworkLaws, Law, LawFailure, check_framework
    from kiemdinh.testing.scenarios import Scenario, ScenarioFile, ScenarioResult, load_scenarios, run
    from kiemdinh.testing.strategies import conditions, dossiers, evidence_items, frameworks

__all__ = [
    "LAWS",
    "Coverage",
    "FrameworkLaws",
    "Law",
    "LawFailure",
    "Scenario",
    "ScenarioFile",
    "ScenarioResult",
    "check_framework",
    "conditions",
    "dossiers",
    "evidence_items",
    "frameworks",
    "load_scenarios",
    "rule_coverage",
    "run",
]

_WHERE = {
    "LAWS": "kiemdinh.testing.laws",
    "Coverage": "kiemdinh.testing.coverage",
    "FrameworkLaws": "kiemdinh.testing.laws",
    "Law": "kiemdinh.testing.laws",
    "LawFailure": "kiemdinh.testing.laws",
    "Scenario": "kiemdinh.testing.scenarios",
    "ScenarioFile": "kiemdinh.testing.scenarios",
    "ScenarioResult": "kiemdinh.testing.scenarios",
    "check_framework": "kiemdinh.testing.laws",
    "conditions": "kiemdinh.testing.strategies",
    "dossiers": "kiemdinh.testing.strategies",
    "evidence_items": "kiemdinh.testing.strategies",
    "frameworks": "kiemdinh.testing.strategies",
    "load_scenarios": "kiemdinh.testing.scenarios",
    "rule_coverage": "kiemdinh.testing.coverage",
    "run": "kiemdinh.testing.scenarios",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for: the pytest plugin is loaded in every run and must cost nothing."""
    if name not in _WHERE:
        msg = f"module 'kiemdinh.testing' has no attribute {name!r}"
        raise AttributeError(msg)
    try:
        module = import_module(_WHERE[name])
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        msg = f"kiemdinh.testing.{name} needs hypothesis: pip install 'kiemdinh[testing]'"
        raise ImportError(msg) from error
    value = globals()[name] = getattr(module, name)
    return value


def __dir__() -> list[str]:
    return __all__
