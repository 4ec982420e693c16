"""The command line (dòng lệnh): ``kiemdinh assess``, ``explain``, ``lint`` and the other commands.

Begin with ``main.py``: the command group, and what happens to bad input. ``commands`` holds one module for each
command. ``shared`` holds what several commands need: input, options, output.

Words: a *form* is a value of ``--format`` (text, json, markdown, svg, ...); *bad input* is what ends with exit code 2.

No rule and no sentence about a school is written here: the commands call the public functions, and ``narration`` has
the words. A command imports the engine only inside its function, so that ``kiemdinh --help`` starts quickly.
"""

from kiemdinh.cli.main import main

__all__ = ["main"]
