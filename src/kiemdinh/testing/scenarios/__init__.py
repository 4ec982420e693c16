"""Scenarios: schools that a lawyer thought of, in a YAML file, and what must come out for each.

Begin with ``model.py`` (what a file may say), then ``load.py`` (from a file to scenarios, with every problem of it) and
``run.py`` (from a scenario to a result). ``expand.py`` makes one scenario for each member of a set; ``compare.py`` and
the modules beside it hold the result against what is expected; ``explain.py`` says why it came out otherwise.

Words: an *expectation* is one line of ``then`` with what came out; a scenario *changes* its dossier with ``but``.

No rule of assessment is repeated here: a scenario is assessed as any school, and its words come from ``narration``.
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
