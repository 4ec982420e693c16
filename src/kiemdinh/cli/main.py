"""The command ``kiemdinh``: the group of its subcommands, refusals without a traceback, text in UTF-8."""

from __future__ import annotations

import atexit
import gc
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any, Final

import click

from kiemdinh.cli.shared import (
    CommandTable,
    OutputError,
    SpeakingGroup,
    add_language_option,
    discard_output,
    say,
    spoken_language,
    terminal_width,
    write_error,
)
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.version import __version__

__all__ = ["main"]

_NEW_OBJECTS: Final = 500_000
"""How many objects are made between two looks for unused circles of objects."""

_COMMANDS: Final = (
    "ask-next",
    "assess",
    "batch",
    "carry-over",
    "catalogue",
    "check",
    "columns",
    "compare",
    "diff",
    "explain",
    "export",
    "forecast",
    "impact",
    "lint",
    "margin",
    "mutate",
    "new",
    "peers",
    "plan",
    "renewals",
    "repair",
    "report",
    "risk",
    "scenarios",
    "schema",
    "serve",
    "show",
    "synth",
    "unverified",
    "uses",
    "what-if",
)
"""The names of the commands; each is defined in the module of its name."""


class _CommandGroup(SpeakingGroup):
    """A group that turns bad input into exit code 2, for every subcommand alike."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line; where click cannot write help, version or usage, the exit code is that of output."""
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            write_error(f"kiemdinh: {error}")
            discard_output()
            sys.exit(OutputError.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; an ``InputError`` becomes a message on standard error, without a traceback.

        Any other exception is a fault of this program, and its traceback is shown.
        """
        _switch_output_to_utf8()
        try:
            with _collect_rarely():
                return super().invoke(ctx)
        except InputError as error:
            raise _BadInput(error.to_text(spoken_language(), terminal_width(sys.stderr))) from None
        except KeyboardInterrupt:
            raise _StoppedError(say(Message("stopped by Ctrl+C"))) from None
        except Exception as error:
            # pydantic wraps each error that is raised while it writes data in one of its own.
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise _StoppedError(say(Message("stopped by Ctrl+C"))) from None
            raise


class _BadInput(click.ClickException):
    """Bad input: the diagnostics are written as they are, without the word "Error" that click puts before a message."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Write the diagnostics to standard error, as click asks for it."""
        write_error(self.message, file)


class _StoppedError(click.ClickException):
    """The user has stopped the command: the exit code is the usual one then, which says nothing of a result."""

    exit_code = 130

    def show(self, file: Any = None) -> None:
        """Write one line to standard error, as click asks for it."""
        write_error(f"kiemdinh: {self.message}", file)


@contextmanager
def _collect_rarely() -> Iterator[None]:
    """Let Python collect unused cycles of objects more rarely: nearly all objects of a command live to its end.

    Each collection goes through all objects, which takes up to a seventh of the time of a command.
    """
    _end_without_collecting()
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        _make_old()
        gc.set_threshold(*before)


def _make_old() -> None:
    """Count all objects as old: else Python would look through those of the whole command at its very end."""
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()


@cache
def _end_without_collecting() -> None:
    """Let the process end without a last collection of cycles, which takes a tenth of the time of a command."""
    atexit.register(gc.freeze)


def _switch_output_to_utf8() -> None:
    """Let standard output and standard error write UTF-8 whatever the locale, so that no Vietnamese letter is lost."""
    for stream in (sys.stdout, sys.stderr):
        # A test or a host program may have put something else in place of the stream: that is left alone.
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8")


def _load_command(name: str) -> click.Command:
    """Return a command, which takes ``--lang``; only the one that is run is loaded."""
    name = name.replace("-", "_")
    command: click.Command = getattr(import_module(f"kiemdinh.cli.commands.{name}"), name)
    add_language_option(command)
    return command


@click.group(
    cls=_CommandGroup,
    commands=CommandTable(_COMMANDS, _load_command),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help="Language of everything that is said.")
@click.version_option(__version__, prog_name="kiemdinh")
def main() -> None:
    """Assess schools by accreditation standards written as data (kiểm định chất lượng giáo dục).

    Exit codes: 0 done, 1 a required level is not guaranteed or lint has found something, 2 bad input, 3 the output
    cannot be written, 130 stopped by Ctrl+C.
    """
