"""The commands of ``kiemdinh``: one module for each, named as the command is.

Begin with ``catalogue.py``, the shortest, or ``assess.py``, the first that a user meets. The docstring of a command is
its ``--help`` text. The engine is imported inside functions, so that the help of a command is there at once.

A command reads its arguments, calls the engine and writes the result. It never imports another command.
"""

from kiemdinh.cli.commands.ask_next import ask_next
from kiemdinh.cli.commands.assess import assess
from kiemdinh.cli.commands.batch import batch
from kiemdinh.cli.commands.carry_over import carry_over
from kiemdinh.cli.commands.catalogue import catalogue
from kiemdinh.cli.commands.check import check
from kiemdinh.cli.commands.columns import columns
from kiemdinh.cli.commands.diff import diff
from kiemdinh.cli.commands.explain import explain
from kiemdinh.cli.commands.forecast import forecast
from kiemdinh.cli.commands.lint import lint
from kiemdinh.cli.commands.margin import margin
from kiemdinh.cli.commands.mutate import mutate
from kiemdinh.cli.commands.new import new
from kiemdinh.cli.commands.repair import repair
from kiemdinh.cli.commands.scenarios import scenarios
from kiemdinh.cli.commands.schema import schema
from kiemdinh.cli.commands.show import show
from kiemdinh.cli.commands.synth import synth
from kiemdinh.cli.commands.unverified import unverified
from kiemdinh.cli.commands.uses import uses
from kiemdinh.cli.commands.what_if import what_if

__all__ = [
    "ask_next",
    "assess",
    "batch",
    "carry_over",
    "catalogue",
    "check",
    "columns",
    "diff",
    "explain",
    "forecast",
    "lint",
    "margin",
    "mutate",
    "new",
    "repair",
    "scenarios",
    "schema",
    "show",
    "synth",
    "unverified",
    "uses",
    "what_if",
]
