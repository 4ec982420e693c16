"""Allowances: comments of a definition that allow findings, each with a reason.

The form is ``# kiemdinh: allow KD535: counted by hand``. At the end of a line a comment is about that line. On a line
of its own it is about the next line that is not a comment, and about everything nested in the part that begins there.
``allow-file`` is about the whole file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.linter.finding import LintFinding

if TYPE_CHECKING:
    from kiemdinh.parsing.source import Source

__all__ = ["Allowance", "SuppressionComment", "read_allowances"]

# Any comment that looks like an allowance: it is better to refuse a faulty one than to ignore it.
_ATTEMPT: Final = re.compile(
    r"(?<!\S)#\s*(?:kiemdinh:\s*(?=allow|.*\bKD\d)|(?=kiemdinh\s*:?\s*allow\b.*\bKD\d))(.*?)\s*$", re.IGNORECASE
)
_ALLOW: Final = re.compile(r"(allow|allow-file)\s+(\w+(?:\s*,\s*\w+)*)\s*:\s*\S")
_WITHOUT_REASON: Final = re.compile(r"allow(-file)?\s+\w+(\s*,\s*\w+)*\s*:?")
_GRAMMAR: Final = Message("# kiemdinh: allow CODE[, CODE]: reason, or allow-file")
_NEVER_ALLOWED: Final = ("KD590", "KD591")
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Position: TypeAlias = tuple[int, int]
"""A line from 1, and an offset in it from 0."""


@dataclass(frozen=True, slots=True)
class SuppressionComment:
    """A comment that is meant to allow something.

    Parameters
    ----------
    file
        The name of its file.
    lines
        All lines of that file.
    line, column
        Where *text* begins, both from 1.
    text
        The text after ``kiemdinh:``.
    """

    file: str | None
    lines: tuple[str, ...]
    line: int
    column: int
    text: str

    def report_problem(
        self, code: str, message: Message, *, at: str | None = None, hint: Message | None = None
    ) -> LintFinding:
        """Return a finding about this comment, at its word *at*; with None, at all of it and with the grammar."""
        word = self.text if at is None else at
        column = self.column + self.text.find(word)
        return LintFinding(
            code,
            CODES[code].severity,
            message,
            file=self.file,
            line=self.line,
            column=column,
            expected=_GRAMMAR if at is None else None,
            hint=hint,
            source=self.lines[self.line - 1],
            caret=(column - 1, len(word)),
        )


@dataclass(frozen=True, slots=True)
class Allowance:
    """One code that a comment allows on some lines of its file."""

    comment: SuppressionComment
    code: str
    lines: range

    def covers(self, finding: LintFinding) -> bool:
        """Return whether a finding has this code and is on one of these lines."""
        is_here = finding.file == self.comment.file and finding.line in self.lines
        return is_here and finding.code == self.code


def read_allowances(source: Source) -> tuple[list[Allowance], list[LintFinding]]:
    """Return the allowances of the comments in a file, and a finding (KD590) for each comment that cannot be read.

    JSON and plain objects have no comments.
    """
    allowances: list[Allowance] = []
    problems: list[LintFinding] = []
    for comment in _find_comments(source):
        for item in _read_comment(comment):
            if isinstance(item, Allowance):
                allowances.append(item)
            else:
                problems.append(item)
    return allowances, problems


# -- finding comments ------------------------------------------------------------------------------------------


def _find_comments(source: Source) -> Iterator[SuppressionComment]:
    lines = tuple(line for _, line in source.lines())
    attempts = [(number, match) for number, line in enumerate(lines, 1) if (match := _ATTEMPT.search(line))]
    if not attempts:  # nearly every file: nothing is scanned
        return
    texts = _find_texts("\n".join(lines))
    for number, match in attempts:
        position = (number, match.start())
        before = bisect_right(texts, position, key=lambda span: span[0]) - 1
        if before < 0 or position >= texts[before][1]:
            yield SuppressionComment(source.name, lines, number, match.start(1) + 1, match[1])


def _find_texts(text: str) -> list[tuple[_Position, _Position]]:
    """Return where each scalar of a YAML file begins and ends, in order: a ``#`` inside a scalar begins no comment."""
    spans = []
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            if isinstance(token, yaml.ScalarToken):
                start, end = token.start_mark, token.end_mark
                # The text of a block begins below its sign, and a comment may follow the sign.
                begins = (start.line + 2, 0) if token.style in ("|", ">") else (start.line + 1, start.column)
                spans.append((begins, (end.line + 1, end.column)))
    except yaml.YAMLError:  # JSON that is not YAML: all of it counts as text
        return [((0, 0), (len(text) + 1, 0))]
    return spans


# -- reading a comment -----------------------------------------------------------------------------------------


def _read_comment(comment: SuppressionComment) -> Iterator[Allowance | LintFinding]:
    """Yield an allowance for each code that a comment allows, or a finding about the comment."""
    form = _ALLOW.match(comment.text)
    if form is None:
        lacks_reason = _WITHOUT_REASON.fullmatch(comment.text)
        yield comment.report_problem(
            "KD590", Message("no reason is given") if lacks_reason else Message("this suppression cannot be read")
        )
        return
    lines = _find_lines(comment, is_of_file=form[1] == "allow-file")
    for code in re.findall(r"\w+", form[2]):
        if code not in CODES:
            near = suggest(code, CODES)
            hint = None if near is None else Message("did you mean {near}?", near=near)
            yield comment.report_problem("KD590", Message("there is no code {code}", code=code), at=code, hint=hint)
        elif code in _NEVER_ALLOWED:
            yield comment.report_problem(
                "KD590", Message("{code} is about suppressions, and cannot be allowed", code=code), at=code
            )
        else:
            yield Allowance(comment, code, lines)


def _find_lines(comment: SuppressionComment, *, is_of_file: bool) -> range:
    """Return the lines that a comment is about, from 1."""
    lines = comment.lines
    if is_of_file:
        return range(1, len(lines) + 1)
    if not lines[comment.line - 1].lstrip().startswith("#"):  # the comment is at the end of a line
        return range(comment.line, comment.line + 1)
    first = next((i for i in range(comment.line, len(lines)) if _has_content(lines[i])), len(lines))
    if first == len(lines):  # nothing follows
        return range(0)
    last = next((i for i in range(first + 1, len(lines)) if not _is_nested(lines[i], lines[first])), len(lines))
    return range(first + 1, last + 1)


def _has_content(line: str) -> bool:
    return not line.lstrip().startswith("#") and bool(line.strip())


def _is_nested(line: str, head: str) -> bool:
    """Return whether a line belongs to what begins with *head*: it is deeper, or an item of the list below its key."""
    if not _has_content(line):
        return True
    depth, depth_of_head = (len(each) - len(each.lstrip(" ")) for each in (line, head))
    is_item_of_key = line.lstrip().startswith("- ") and not head.lstrip().startswith("- ")
    return depth > depth_of_head or (depth == depth_of_head and is_item_of_key)
