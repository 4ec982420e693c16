"""The forms in which findings are written: text for readers, JSON, SARIF for code scanners, commands for GitHub.

Begin with ``text``, the form for people; ``details`` has the parts of a finding that several forms show. ``as_json``
and ``sarif`` are for programs, ``github`` for annotations of a change.

Each form is a function from findings to a text. What must not come in: searching for findings, deciding how grave one
is, and writing files.
"""

from kiemdinh.linter.output.as_json import format_json
from kiemdinh.linter.output.github import format_github
from kiemdinh.linter.output.sarif import format_sarif
from kiemdinh.linter.output.text import format_counts, format_text

__all__ = ["format_counts", "format_github", "format_json", "format_sarif", "format_text"]
