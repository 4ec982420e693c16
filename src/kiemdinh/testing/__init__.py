"""Testing a standard: scenarios that a lawyer can read, coverage of the rules, laws, and strategies for own tests.

The names in ``__all__`` are for users (``docs/scenarios.md``, ``docs/laws.md``). Begin to read with ``scenarios``, then
``laws``. ``strategies`` draws the cases on which laws are tried, and ``oracle`` is the plain reading with which the
engine is compared. ``coverage`` counts the parts of rules that scenarios exercise, ``mutation`` finds the changes of a
definition that they notice, and ``pytest_plugin`` runs all of this by ``pytest --kiemdinh``.

Strategies and laws need hypothesis, which comes with ``kiemdinh[testing]``; scenarios do not. Nothing of the engine may
import this package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiemdinh.testing.coverage import Coverage, UncoveredPoint, rule_coverage
    from kiemdinh.testing.laws import LAWS, FrameworkLaws, Law, LawFailure, check_framework
    from kiemdinh.testing.mutation import EquivalentMutant, MutationReport, SurvivingMutant, mutate
    from kiemdinh.testing.scenarios import (
        AwardThen,
        BlockersThen,
        Expectation,
        FigureThen,
        ListThen,
        NodeThen,
        OutcomeThen,
        RepairThen,
        Scenario,
        ScenarioFile,
        ScenarioResult,
        Then,
        load_scenarios,
        run,
    )
    from kiemdinh.testing.strategies import conditions, dossiers, evidence_items, frameworks
    from kiemdinh.testing.suggestions import SuggestedScenarios, suggest_scenarios

__all__ = [
    "LAWS",
    "AwardThen",
    "BlockersThen",
    "Coverage",
    "EquivalentMutant",
    "Expectation",
    "FigureThen",
    "FrameworkLaws",
    "Law",
    "LawFailure",
    "ListThen",
    "MutationReport",
    "NodeThen",
    "OutcomeThen",
    "RepairThen",
    "Scenario",
    "ScenarioFile",
    "ScenarioResult",
    "SuggestedScenarios",
    "SurvivingMutant",
    "Then",
    "UncoveredPoint",
    "check_framework",
    "conditions",
    "dossiers",
    "evidence_items",
    "frameworks",
    "load_scenarios",
    "mutate",
    "rule_coverage",
    "run",
    "suggest_scenarios",
]

_MODULES = {
    "AwardThen": "kiemdinh.testing.scenarios",
    "BlockersThen": "kiemdinh.testing.scenarios",
    "Coverage": "kiemdinh.testing.coverage",
    "EquivalentMutant": "kiemdinh.testing.mutation",
    "Expectation": "kiemdinh.testing.scenarios",
    "FigureThen": "kiemdinh.testing.scenarios",
    "FrameworkLaws": "kiemdinh.testing.laws",
    "LAWS": "kiemdinh.testing.laws",
    "Law": "kiemdinh.testing.laws",
    "LawFailure": "kiemdinh.testing.laws",
    "ListThen": "kiemdinh.testing.scenarios",
    "MutationReport": "kiemdinh.testing.mutation",
    "NodeThen": "kiemdinh.testing.scenarios",
    "OutcomeThen": "kiemdinh.testing.scenarios",
    "RepairThen": "kiemdinh.testing.scenarios",
    "Scenario": "kiemdinh.testing.scenarios",
    "ScenarioFile": "kiemdinh.testing.scenarios",
    "ScenarioResult": "kiemdinh.testing.scenarios",
    "SuggestedScenarios": "kiemdinh.testing.suggestions",
    "SurvivingMutant": "kiemdinh.testing.mutation",
    "Then": "kiemdinh.testing.scenarios",
    "UncoveredPoint": "kiemdinh.testing.coverage",
    "check_framework": "kiemdinh.testing.laws",
    "conditions": "kiemdinh.testing.strategies",
    "dossiers": "kiemdinh.testing.strategies",
    "evidence_items": "kiemdinh.testing.strategies",
    "frameworks": "kiemdinh.testing.strategies",
    "load_scenarios": "kiemdinh.testing.scenarios",
    "mutate": "kiemdinh.testing.mutation",
    "rule_coverage": "kiemdinh.testing.coverage",
    "run": "kiemdinh.testing.scenarios",
    "suggest_scenarios": "kiemdinh.testing.suggestions",
}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid

    def __getattr__(name: str) -> Any:
        """Load a name when it is first asked for: the pytest plugin is loaded in every run and must cost nothing.

        Raises
        ------
        AttributeError
            There is no such name.
        ImportError
            It needs hypothesis, which is not installed.
        """
        if name not in _MODULES:
            msg = f"module 'kiemdinh.testing' has no attribute {name!r}"
            raise AttributeError(msg)
        try:
            module = import_module(_MODULES[name])
        except ModuleNotFoundError as error:
            if error.name != "hypothesis":
                raise
            msg = f"kiemdinh.testing.{name} needs hypothesis: pip install 'kiemdinh[testing]'"
            raise ImportError(msg) from error
        value = globals()[name] = getattr(module, name)
        return value


def __dir__() -> list[str]:
    return __all__
