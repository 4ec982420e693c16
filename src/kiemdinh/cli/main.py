"""The command and what all its subcommands share: refusals without a traceback, text in UTF-8."""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from kiemdinh._version import __version__
from kiemdinh.cli.commands.assess import assess
from kiemdinh.cli.commands.catalogue import catalogue
from kiemdinh.cli.commands.check import check
from kiemdinh.cli.commands.explain import explain
from kiemdinh.cli.commands.lint import lint
from kiemdinh.cli.commands.margin import margin
from kiemdinh.cli.commands.new import new
from kiemdinh.cli.commands.repair import repair
from kiemdinh.cli.commands.show import show
from kiemdinh.cli.commands.what_if import what_if
from kiemdinh.standards.diagnostics import InputError

__all__ = ["main"]


class _Refused(click.ClickException):
    """Bad input: the diagnostics as they are, and exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file, err=True)


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; what it refuses is said without a traceback."""
        _speak_utf8()
        try:
            return super().invoke(ctx)
        except InputError as error:
            raise _Refused(str(error)) from None


def _speak_utf8() -> None:
    """Vietnamese text is whole on any terminal and in any pipe, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kiemdinh")
def main() -> None:
    """Assess schools by accreditation standards written as data (kiểm định chất lượng giáo dục).

    Exit codes: 0 done, 1 a required level is not guaranteed or lint has found something, 2 bad input.
    """


for _command in (assess, explain, repair, margin, what_if, check, lint, show, catalogue, new):
    main.add_command(_command)
