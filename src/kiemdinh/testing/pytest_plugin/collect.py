"""The test items of a definition and of a scenario file: one for each thing that can fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.parsing.readers import read_text
from kiemdinh.standards.catalogue import load
from kiemdinh.testing.scenarios import load_scenarios, run

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.coverage import FrameworkTallies
    from kiemdinh.testing.scenarios import Scenario

__all__ = ["make_collector"]

_ENDINGS: Final = (".yaml", ".yml", ".json")
_SCENARIO_ENDINGS: Final = tuple(f".scenarios{ending}" for ending in _ENDINGS)
_KEYS_OF_DEFINITIONS: Final = frozenset(("tree", "layers", "outcomes", "subject"))
_KEYS_OF_OTHER_FILES: Final = frozenset(("findings", "external", "part_of", "scenarios", "amends"))
_TOP_KEY: Final = re.compile(r"^[\"']?(\w+)[\"']?\s*:", re.MULTILINE)


def make_collector(
    path: Path, parent: pytest.Collector, tallies: FrameworkTallies | None, *, named: bool
) -> pytest.Collector | None:
    """Return the collector of a file; None where it is neither a scenario file nor a definition.

    A file that was *named* itself is taken to be a definition whatever it says. What scenarios cover is added to
    *tallies*, where coverage is asked for.
    """
    if path.name.endswith(_SCENARIO_ENDINGS):
        scenarios: _ScenariosCollector = _ScenariosCollector.from_parent(parent, path=path)
        scenarios.tallies = tallies
        return scenarios
    if path.name.endswith(_ENDINGS) and (named or _is_definition(path)):
        definition: _DefinitionCollector = _DefinitionCollector.from_parent(parent, path=path)
        definition.tallies = tallies
        return definition
    return None


def _is_definition(path: Path) -> bool:
    """Tell a definition by its keys, also one that cannot be loaded: it is then to fail, not to be passed over."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    # Loading would be too slow for every YAML file of a folder, and would pass over a definition with a mistake.
    keys = _find_keys(text, path.name)
    return "framework" in keys and bool(keys & _KEYS_OF_DEFINITIONS) and not keys & _KEYS_OF_OTHER_FILES


def _find_keys(text: str, name: str) -> set[str]:
    """Return the keys at the top of a file; of JSON that cannot be read every key that stands anywhere."""
    if not name.endswith(".json") and not text.lstrip().startswith("{"):
        return set(_TOP_KEY.findall(text))
    try:
        return set(read_text(text, name, problems=[]).data)
    except InputError:
        return set(re.findall(r"[\"'](\w+)[\"']\s*:", text))


class _Failed(Exception):  # noqa: N818 - not an error but what a test has to say
    """A test failed; its text is all that is shown."""


class _TestItem(pytest.Item):
    """A test whose failure is shown as its own text, without a traceback."""

    line: int | None = None

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the text of a failure: of a problem, a failed law or a scenario its own, of an error the traceback."""
        if isinstance(excinfo.value, InputError | _Failed | AssertionError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return file, line and name for pytest's report; pytest counts lines from 0."""
        return self.path, None if self.line is None else self.line - 1, self.name


# -- definitions ---------------------------------------------------------------------------------------------------


class _DefinitionCollector(pytest.File):
    """A definition: that it loads, that lint finds nothing, and each law that applies to it."""

    tallies: FrameworkTallies | None = None

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Yield the item ``loads``, and where the definition loads ``lint`` and a collector of the laws.

        The name of an item is its id on the command line: ``standards/mine.yaml::law::ladder``.
        """
        yield _LoadItem.from_parent(self, name="loads")
        try:
            framework = load(self.path, unofficial=True)
        except InputError:
            return  # the item before fails with all problems
        if self.tallies is not None:
            self.tallies.add(framework, None)  # without a scenario nothing of it is covered
        lint: _LintItem = _LintItem.from_parent(self, name="lint")
        laws: _LawsCollector = _LawsCollector.from_parent(self, name="law")
        lint.framework = laws.framework = framework
        yield from (lint, laws)


class _LoadItem(_TestItem):
    """Fails with every problem of a definition."""

    def runtest(self) -> None:
        load(self.path, unofficial=True)


class _LintItem(_TestItem):
    """Fails with every error and warning that lint finds; notes do not fail it."""

    framework: Framework

    def runtest(self) -> None:
        from kiemdinh.linter.lint import lint  # noqa: PLC0415 - it is only needed where it is run

        wrong = [finding for finding in lint(self.framework) if finding.severity != "note"]
        if wrong:
            codes = ", ".join(sorted({finding.code for finding in wrong}))
            raise _Failed("\n".join((f"lint finds {codes}", *map(str, wrong))))


class _LawsCollector(pytest.Collector):
    """The laws that apply to a framework, each as an item."""

    framework: Framework

    def collect(self) -> Iterator[pytest.Item]:
        try:
            from kiemdinh.testing.laws import LAWS  # noqa: PLC0415 - it needs hypothesis
        except ImportError as error:
            missing: _MissingLawsItem = _MissingLawsItem.from_parent(self, name="none")
            missing.reason = str(error)
            yield missing
            return
        for name, law in LAWS.items():
            if law.applies(self.framework):
                item: _LawItem = _LawItem.from_parent(self, name=name)
                item.law, item.framework = law, self.framework
                yield item


class _LawItem(_TestItem):
    """Fails where the law does not hold, with the least dossier that shows it."""

    law: Any
    framework: Framework

    def runtest(self) -> None:
        self.law.check(self.framework)


class _MissingLawsItem(_TestItem):
    """Stands for the laws where hypothesis is not installed: it is skipped and says why."""

    reason: str

    def runtest(self) -> None:
        pytest.skip(f"the laws need kiemdinh[testing]: {self.reason}")


# -- scenarios -----------------------------------------------------------------------------------------------------


class _ScenariosCollector(pytest.File):
    """A scenario file: an item for each scenario; one that fails where the file cannot be loaded."""

    tallies: FrameworkTallies | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each scenario, named as the scenario is, with single spaces."""
        try:
            scenarios = load_scenarios(self.path, allow_files=True, unofficial=True).scenarios
        except InputError:
            yield _LoadScenariosItem.from_parent(self, name="loads")
            return
        for scenario in scenarios:
            item: _ScenarioItem = _ScenarioItem.from_parent(self, name=" ".join(scenario.name.split()))
            item.scenario, item.line, item.tallies = scenario, scenario.line, self.tallies
            yield item


class _LoadScenariosItem(_TestItem):
    """Fails with every problem of a scenario file."""

    def runtest(self) -> None:
        load_scenarios(self.path, allow_files=True, unofficial=True)


class _ScenarioItem(_TestItem):
    """Fails where something came out otherwise than expected, with the explanation of the difference."""

    scenario: Scenario
    tallies: FrameworkTallies | None

    def runtest(self) -> None:
        result = run(self.scenario)
        if self.tallies is not None:
            self.tallies.add(self.scenario.framework, result.assessment)
        if not result.passed:
            raise _Failed(result.to_text())
