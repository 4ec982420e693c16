"""Scenarios: examples of schools in a YAML file, each with the result that it must have by the law.

Begin with ``model.py`` (the content of a file), then ``load.py`` (from a file to scenarios, with every problem of it)
and ``run.py`` (from a scenario to a result). ``expand.py`` makes one scenario for each member of a set; ``compare.py``
and the modules beside it compare the result with what is expected; ``explain.py`` says why it differs.

Words: an *expectation* is one line of ``then`` with the actual result; a scenario *changes* its dossier with ``but``.

No rule of assessment is repeated here: a scenario is assessed like any school, and its words come from ``narration``.
"""

from kiemdinh.testing.scenarios.assess_scenario import assess_scenario, read_scenario
from kiemdinh.testing.scenarios.compare_values import write_figure
from kiemdinh.testing.scenarios.load import load_opened_scenarios, load_scenarios
from kiemdinh.testing.scenarios.model import (
    NONE,
    UNDETERMINED,
    AwardThen,
    BlockersThen,
    FigureThen,
    ListThen,
    NodeThen,
    OutcomeThen,
    RepairThen,
    ScenariosDef,
    Then,
)
from kiemdinh.testing.scenarios.result import NOT_CONFIRMED, Expectation, ScenarioResult
from kiemdinh.testing.scenarios.run import passes, run
from kiemdinh.testing.scenarios.scenario import Scenario, ScenarioFile
from kiemdinh.testing.scenarios.wording import id_of

__all__ = [
    "NONE",
    "NOT_CONFIRMED",
    "UNDETERMINED",
    "AwardThen",
    "BlockersThen",
    "Expectation",
    "FigureThen",
    "ListThen",
    "NodeThen",
    "OutcomeThen",
    "RepairThen",
    "Scenario",
    "ScenarioFile",
    "ScenarioResult",
    "ScenariosDef",
    "Then",
    "assess_scenario",
    "id_of",
    "load_opened_scenarios",
    "load_scenarios",
    "passes",
    "read_scenario",
    "run",
    "write_figure",
]
