"""The test items of a definition and of a scenario file: one for each thing that can fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import ENGLISH, Message, text_in
from kiemdinh.standards.catalogue import load
from kiemdinh.testing.pytest_plugin.file_kinds import find_kind, find_whole
from kiemdinh.testing.pytest_plugin.language import read_language
from kiemdinh.testing.scenarios import NOT_CONFIRMED, load_scenarios, run

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.coverage import FrameworkTallies
    from kiemdinh.testing.scenarios import Scenario

__all__ = ["make_collector"]


def make_collector(
    path: Path, parent: pytest.Collector, tallies: FrameworkTallies | None, *, named: bool
) -> pytest.Collector | None:
    """Return the collector of a definition, a part of one, or a scenario file; None for any other file.

    If a file was *named* itself and its kind is not known, it is taken for a definition. The coverage of scenarios is
    added to *tallies*, if coverage is asked for.
    """
    kind = find_kind(path) or ("definition" if named else None)
    if kind == "part":
        part: _PartCollector = _PartCollector.from_parent(parent, path=path)
        return part
    if kind == "scenarios":
        scenarios: _ScenariosCollector = _ScenariosCollector.from_parent(parent, path=path)
        scenarios.tallies = tallies
        return scenarios
    if kind == "definition":
        definition: _DefinitionCollector = _DefinitionCollector.from_parent(parent, path=path)
        definition.tallies = tallies
        return definition
    return None


class _Failed(Exception):  # noqa: N818 - not an error but what a test has to say
    """A test failed; only its text is shown, which is a message or is in the language of the run."""

    def text_in(self, lang: str) -> str:
        """Return the text in a language, where it is a message."""
        return text_in(self.args[0], lang)


class _TestItem(pytest.Item):
    """A test whose failure is shown as its own text, without a traceback."""

    line: int | None = None

    @property
    def lang(self) -> str:
        """The language of problems: the one that the run names, else English."""
        return read_language(self.config) or ENGLISH

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the text of a failure: a problem, a failed law or a scenario has its own; an error has a traceback."""
        error = excinfo.value
        if isinstance(error, InputError):
            return error.to_text(self.lang)
        if isinstance(error, _Failed):
            return error.text_in(self.lang)
        if isinstance(error, AssertionError):
            return str(error)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return file, line and name for pytest's report; pytest counts lines from 0."""
        return self.path, None if self.line is None else self.line - 1, self.name


# -- definitions ---------------------------------------------------------------------------------------------------


class _DefinitionCollector(pytest.File):
    """A definition, with items that it loads, that lint finds nothing, and for each law that applies to it."""

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
            self.tallies.add(framework, None)  # without a scenario none of its rules are covered
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
            found = Message("lint finds {codes}", codes=codes).text_in(self.lang)
            raise _Failed("\n".join((found, *(finding.to_text(self.lang) for finding in wrong))))


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
        pytest.skip(Message("the laws need kiemdinh[testing]: {reason}", reason=self.reason).text_in(self.lang))


class _PartCollector(pytest.File):
    """A part of a definition, with an item that a definition includes it: otherwise nothing would test it."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the item ``part``."""
        yield _PartItem.from_parent(self, name="part")


class _PartItem(_TestItem):
    """Fails where no definition in the folder of the part, or above it up to the root, includes it."""

    def runtest(self) -> None:
        if find_whole(self.path, self.config.rootpath) is None:
            name = self.path.name
            raise _Failed(
                Message("{name} is a part of a definition, and no definition takes it in with 'from:'", name=name)
            )


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
    """Fails where a result differs from what is expected, with the explanation of the difference.

    A scenario that nobody has confirmed is skipped, and says so.
    """

    scenario: Scenario
    tallies: FrameworkTallies | None

    @property
    def _lang_of_scenario(self) -> str:
        """The language of texts about the scenario: the one that the run names, else that of the file."""
        return read_language(self.config) or self.scenario.lang

    def runtest(self) -> None:
        if not self.scenario.confirmed:
            pytest.skip(NOT_CONFIRMED.text_in(self._lang_of_scenario))
        result = run(self.scenario, self._lang_of_scenario)
        if self.tallies is not None:
            self.tallies.add(self.scenario.framework, result.assessment)
        if not result.passed:
            raise _Failed(result.to_text())
