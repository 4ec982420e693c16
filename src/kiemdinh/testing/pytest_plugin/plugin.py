"""The pytest plugin: ``pytest --kiemdinh standards/`` tests definitions and scenario files.

It is loaded in every run of pytest where kiemdinh is installed, so nothing is imported here until it is asked for.
The functions named ``pytest_*`` are hooks: pytest calls them by name.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.testing.coverage import FrameworkTallies

__all__: list[str] = []

_TALLIES: pytest.StashKey[FrameworkTallies] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--kiemdinh``, and ``--kiemdinh-coverage`` and ``--kiemdinh-threshold`` for coverage.

    The threshold can stand in the ini file too, as ``kiemdinh_threshold``.
    """
    group = parser.getgroup("kiemdinh", "standards and their scenarios")
    group.addoption(
        "--kiemdinh",
        action="append",
        default=[],
        metavar="PATH",
        help="test the definitions and *.scenarios.yaml below PATH; may be given again",
    )
    group.addoption(
        "--kiemdinh-coverage", action="store_true", help="report which rules the scenarios cover, and what they miss"
    )
    _add_threshold(group)
    parser.addini("kiemdinh_threshold", "least percentage of the rules that scenarios must cover", default="")


def _add_threshold(group: pytest.OptionGroup) -> None:
    """Add the threshold by its own name, and by the short one where no other plugin has taken it."""
    text = "fail where the scenarios cover less of the rules of a framework; ini option kiemdinh_threshold"
    # pytest raises ValueError where an option is added twice.
    try:
        group.addoption("--kiemdinh-threshold", "--threshold", metavar="PERCENT", help=text)
    except ValueError:
        group.addoption("--kiemdinh-threshold", metavar="PERCENT", help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Have pytest look at the paths of ``--kiemdinh``, and at nothing else where no other path is named.

    Where coverage is wanted the tallies are made here and kept in pytest's stash, from which the other hooks take them.

    Raises
    ------
    pytest.UsageError
        A path is empty, or the threshold is no number.
    """
    wanted = _wanted_paths(config)
    if not wanted:
        return
    given = config.args if config.args_source is config.ArgsSource.ARGS else []
    here = config.invocation_params.dir
    named = {(here / arg).resolve() for arg in given}
    # Without a path of its own pytest would look at its test paths too; a path that is named twice is run once.
    config.args = [*given, *(str(path) for path in wanted if path not in named)]
    if _is_coverage_wanted(config):
        from kiemdinh.testing.coverage import FrameworkTallies  # noqa: PLC0415 - it loads the engine

        config.stash[_TALLIES] = FrameworkTallies(_read_threshold(config))


def _wanted_paths(config: pytest.Config) -> list[Path]:
    """Return the paths of ``--kiemdinh``, each once; an empty one is refused, for it would name the current folder."""
    here = config.invocation_params.dir
    if "" in config.getoption("kiemdinh"):
        message = "--kiemdinh: a path is expected, and nothing stands there"
        raise pytest.UsageError(message)
    return list(dict.fromkeys((here / path).resolve() for path in config.getoption("kiemdinh")))


def _is_coverage_wanted(config: pytest.Config) -> bool:
    return bool(config.getoption("kiemdinh_coverage") or _threshold_text(config))


def _threshold_text(config: pytest.Config) -> str:
    """Return the threshold as it was typed, on the command line or in the ini file; empty where there is none."""
    return str(config.getoption("kiemdinh_threshold") or config.getini("kiemdinh_threshold") or "")


def _read_threshold(config: pytest.Config) -> Any:
    """Return the least percentage, exact; None where none is asked for.

    Raises
    ------
    pytest.UsageError
        It is no number.
    """
    from kiemdinh.rules import exact_number  # noqa: PLC0415 - only when it is asked for

    text = _threshold_text(config).removesuffix("%").strip()
    if not text:
        return None
    try:
        return exact_number(text)
    except ValueError:
        message = f"--kiemdinh-threshold: a percentage is expected, not '{text}'"
        raise pytest.UsageError(message) from None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return a collector for a definition or scenario file below the paths of ``--kiemdinh``.

    None leaves the file to other plugins: so all other files are tested as they would be without kiemdinh.
    """
    wanted = _wanted_paths(parent.config)
    resolved = file_path.resolve()
    if not any(resolved == path or path in resolved.parents for path in wanted):
        return None
    from kiemdinh.testing.pytest_plugin.collect import make_collector  # noqa: PLC0415 - it loads the engine

    return make_collector(file_path, parent, parent.config.stash.get(_TALLIES, None), named=resolved in wanted)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send the counts of a worker of xdist to its controller; elsewhere fail a run that covers too little.

    A run that has failed already keeps its exit code.
    """
    tallies = session.config.stash.get(_TALLIES, None)
    if tallies is None:
        return
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["kiemdinh"] = tallies.pack()
    elif session.exitstatus == pytest.ExitCode.OK and tallies.below_threshold:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add the counts that a worker of xdist has sent.

    The hook belongs to xdist: it is optional, so that pytest accepts it where xdist is not installed.
    """
    tallies = node.config.stash.get(_TALLIES, None)
    packed = getattr(node, "workeroutput", {}).get("kiemdinh")
    if tallies is not None and packed is not None:
        tallies.add_packed(packed)


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> Iterator[None]:
    """Print what the scenarios cover, before pytest's own last line.

    A worker of xdist has no terminal; its controller prints the sum.
    """
    yield
    tallies = config.stash.get(_TALLIES, None)
    if tallies is not None:
        terminalreporter.section("rules covered by scenarios")
        terminalreporter.write(tallies.to_text())
