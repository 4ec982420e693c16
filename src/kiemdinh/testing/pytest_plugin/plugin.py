"""The pytest plugin: ``pytest --kiemdinh standards/`` tests definitions and scenario files.

It is loaded in every run of pytest where kiemdinh is installed, so nothing is imported here until it is asked for.
The functions named ``pytest_*`` are hooks: pytest calls them by name.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kiemdinh.testing.pytest_plugin.language import OPTION_LANGUAGES, read_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.testing.coverage import FrameworkTallies

__all__: list[str] = []

_TALLIES: pytest.StashKey[FrameworkTallies] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--kiemdinh``, ``--kiemdinh-coverage`` and ``--kiemdinh-threshold`` for coverage, and ``--kiemdinh-lang``.

    Paths, threshold and language can stand in the ini file too, as ``kiemdinh_paths`` and so on. Every name begins with
    ``kiemdinh``: a project may have options of its own, and pytest refuses a name that is taken twice.
    """
    group = parser.getgroup("kiemdinh", "standards and their scenarios")
    group.addoption(
        "--kiemdinh",
        action="append",
        default=[],
        metavar="PATH",
        help="test the definitions and scenario files below PATH; may be given again; ini option kiemdinh_paths",
    )
    group.addoption(
        "--kiemdinh-coverage", action="store_true", help="report which rules the scenarios cover, and what they miss"
    )
    group.addoption(
        "--kiemdinh-threshold",
        metavar="PERCENT",
        help="fail where the scenarios cover less of the rules of a framework; ini option kiemdinh_threshold",
    )
    group.addoption(
        "--kiemdinh-lang",
        choices=OPTION_LANGUAGES,
        help="language of what is said; else that of the scenario file or definition; ini option kiemdinh_lang",
    )
    parser.addini("kiemdinh_paths", "what --kiemdinh tests where it is not given, from the root folder", "args", [])
    parser.addini("kiemdinh_threshold", "least percentage of the rules that scenarios must cover", default="")
    parser.addini("kiemdinh_lang", "language of what is said, vi or en", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Have pytest look at the paths of ``--kiemdinh``, and at nothing else where no other path is named.

    The paths of the ini file are tested in addition to what pytest would test without them; if the command line names
    paths, only these are tested. Where coverage is wanted the tallies are made here and kept in pytest's stash, from
    which the other hooks take them.

    Raises
    ------
    pytest.UsageError
        A path is empty, does not exist or is one that pytest skips; the threshold is not a number; or there is no such
        language.
    """
    wanted = _wanted_paths(config)
    if not wanted:
        return
    read_language(config)
    _add_paths(config, wanted)
    if _is_coverage_wanted(config):
        from kiemdinh.testing.coverage import FrameworkTallies  # noqa: PLC0415 - it loads the engine

        config.stash[_TALLIES] = FrameworkTallies(_read_threshold(config))


def _add_paths(config: pytest.Config, wanted: list[Path]) -> None:
    """Add paths to those that pytest tests, unless it would test them already."""
    has_named = config.args_source is config.ArgsSource.ARGS
    if config.getoption("kiemdinh"):
        # Without a path of its own pytest would look at its test paths too.
        given = config.args if has_named else []
    elif has_named:
        return
    else:
        given = config.args
    # A path that is named twice would be tested twice.
    looked_at = {(config.invocation_params.dir / arg).resolve() for arg in given}
    added = [path for path in wanted if not looked_at & {path, *path.parents}]
    for path in wanted:
        _check_is_found(config, path, from_folder=next((p for p in path.parents if p in looked_at), None))
    config.args = [*given, *map(str, added)]


def _check_is_found(config: pytest.Config, path: Path, *, from_folder: Path | None) -> None:
    """Raise UsageError where pytest would not reach a path: it would skip the path silently.

    *from_folder* is the folder where pytest begins its search, None where it begins with the path itself.
    """
    if not path.exists():
        message = f"kiemdinh: there is no '{path.name}' at {path}"
        raise pytest.UsageError(message)
    folder = path if path.is_dir() else path.parent
    inner = () if from_folder is None else folder.relative_to(from_folder).parts
    skipped = [name for name in inner if any(fnmatch(name, pattern) for pattern in config.getini("norecursedirs"))]
    if skipped:
        message = f"kiemdinh: pytest does not look into '{skipped[0]}' (norecursedirs) on the way to {path}"
        raise pytest.UsageError(message)


def _wanted_paths(config: pytest.Config) -> list[Path]:
    """Return the paths of ``--kiemdinh``, else those of the ini file, each once.

    An empty path is refused, since it would name the current folder.
    """
    given: list[str] = config.getoption("kiemdinh")
    name, folder = ("--kiemdinh", config.invocation_params.dir) if given else ("kiemdinh_paths", config.rootpath)
    paths: list[str] = given or config.getini("kiemdinh_paths")
    if "" in paths:
        message = f"{name}: a path is expected, and nothing stands there"
        raise pytest.UsageError(message)
    return list(dict.fromkeys((folder / path).resolve() for path in paths))


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
        The threshold is not a number.
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
    """Send the counts of a worker of xdist to its controller; elsewhere fail a run whose coverage is too low.

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
        lang = read_language(config)
        terminalreporter.section(tallies.title_in(lang))
        terminalreporter.write(tallies.to_text(lang))
