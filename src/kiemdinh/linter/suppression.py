"""Findings that a definition allows, by a comment with a reason: ``# kiemdinh: allow KD535: judged by the council``.

At the end of a line a comment allows what is found on that line. On a line of its own it allows what is found on the
next line that is no comment, and in all that is nested in what begins there. ``allow-file`` allows it in the file.
Errors are proved, and cannot be allowed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from kiemdinh.linter.finding import LintFinding
from kiemdinh.standards.diagnostics_codes import CODES
from kiemdinh.standards.diagnostics_wording import suggest

if TYPE_CHECKING:
    from kiemdinh.standards.source import Source

__all__ = ["apply_suppressions"]

_ATTEMPT: Final = re.compile(
    r"(?<!\S)#\s*(?:kiemdinh:\s*(?=allow|.*\bKD\d)|(?=kiemdinh\s*:?\s*allow\b.*\bKD\d))(.*?)\s*$", re.IGNORECASE
)
_ALLOW: Final = re.compile(r"(allow|allow-file)\s+(\w+(?:\s*,\s*\w+)*)\s*:\s*\S")
_GRAMMAR: Final = "# kiemdinh: allow CODE[, CODE]: reason, or allow-file"
_NEVER: Final = ("KD590", "KD591")
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment that means to allow something: where it stands, and what it says behind ``kiemdinh:``."""

    file: str | None
    lines: tuple[str, ...]
    line: int
    column: int
    said: str

    def problem(self, code: str, message: str, *, at: str | None = None, hint: str | None = None) -> LintFinding:
        """Return a problem of this comment, at the word *at* of it."""
        word = self.said if at is None else at
        column = self.column + self.said.find(word)
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
class _Allowance:
    """One code that a comment allows on some lines of its file."""

    comment: _Comment
    code: str
    lines: range

    def covers(self, finding: LintFinding) -> bool:
        """Whether the finding has this code and stands on one of these lines."""
        here = finding.file == self.comment.file and finding.line in self.lines
        return here and finding.code == self.code


def apply_suppressions(findings: Sequence[LintFinding], sources: Iterable[Source]) -> tuple[LintFinding, ...]:
    """Return the findings that no comment allows, and what is wrong with the comments (KD590, KD591).

    Plain objects and JSON have no comments. The cost is that of reading each file once more that has such a comment.
    """
    allowances: list[_Allowance] = []
    problems: list[LintFinding] = []
    for source in sources:
        for comment in _comments(source):
            for read in _read(comment):
                (allowances if isinstance(read, _Allowance) else problems).append(read)  # type: ignore[arg-type]  # each in its list
    allowed = {id(f) for f in findings if f.severity != "error" and any(a.covers(f) for a in allowances)}
    problems += [problem for one in allowances for problem in _useless(one, findings)]
    return (*(f for f in findings if id(f) not in allowed), *problems)


def _useless(allowance: _Allowance, findings: Sequence[LintFinding]) -> Iterator[LintFinding]:
    severities = {finding.severity for finding in findings if allowance.covers(finding)}
    code, comment = allowance.code, allowance.comment
    if "error" in severities:
        yield comment.problem("KD590", f"{code} is an error, and an error cannot be allowed", at=code)
    elif not severities:
        message = f"there is no {code} to allow here"
        yield comment.problem("KD591", message, at=code, hint="delete the comment, or the code")


# -- reading comments ------------------------------------------------------------------------------------


def _comments(source: Source) -> Iterator[_Comment]:
    lines = tuple(line for _, line in source.lines())
    found = [(number, match) for number, line in enumerate(lines, 1) if (match := _ATTEMPT.search(line))]
    if not found:
        return
    scalars = _scalars("\n".join(lines))
    for number, match in found:
        here = (number, match.start())
        before = bisect_right(scalars, here, key=lambda span: span[0]) - 1
        if before < 0 or here >= scalars[before][1]:
            yield _Comment(source.name, lines, number, match.start(1) + 1, match[1])


def _scalars(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return where each text of a file begins and ends, as line and offset: a comment inside one is none."""
    spans = []
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            if isinstance(token, yaml.ScalarToken):
                start, end = token.start_mark, token.end_mark
                # The text of a block begins below its sign, and a comment may stand behind that.
                begins = (start.line + 2, 0) if token.style in ("|", ">") else (start.line + 1, start.column)
                spans.append((begins, (end.line + 1, end.column)))
    except yaml.YAMLError:  # JSON that is no YAML; it has no comments
        return [((0, 0), (len(text) + 1, 0))]
    return spans


def _read(comment: _Comment) -> Iterator[_Allowance | LintFinding]:
    form = _ALLOW.match(comment.said)
    if form is None:
        lacks_reason = re.fullmatch(r"allow(-file)?\s+\w+(\s*,\s*\w+)*\s*:?", comment.said)
        yield comment.problem("KD590", "no reason is given" if lacks_reason else "this suppression cannot be read")
        return
    lines = _lines_of(comment, whole_file=form[1] == "allow-file")
    for code in re.findall(r"\w+", form[2]):
        if code not in CODES:
            near = suggest(code, CODES)
            hint = None if near is None else f"did you mean {near}?"
            yield comment.problem("KD590", f"there is no code {code}", at=code, hint=hint)
        elif code in _NEVER:
            yield comment.problem("KD590", f"{code} is about suppressions, and cannot be allowed", at=code)
        else:
            yield _Allowance(comment, code, lines)


def _lines_of(comment: _Comment, *, whole_file: bool) -> range:
    lines = comment.lines
    if whole_file:
        return range(1, len(lines) + 1)
    if not lines[comment.line - 1].lstrip().startswith("#"):
        return range(comment.line, comment.line + 1)
    first = next((i for i in range(comment.line, len(lines)) if _says_something(lines[i])), len(lines))
    if first == len(lines):
        return range(0)
    last = next((i for i in range(first + 1, len(lines)) if not _nested(lines[i], lines[first])), len(lines))
    return range(first + 1, last + 1)


def _says_something(line: str) -> bool:
    return not line.lstrip().startswith("#") and bool(line.strip())


def _nested(line: str, head: str) -> bool:
    """Whether a line still belongs to what begins with *head*: deeper, or an item of a list right below its key."""
    if not _says_something(line):
        return True
    depth, of_head = (len(one) - len(one.lstrip(" ")) for one in (line, head))
    item_of_key = line.lstrip().startswith("- ") and not head.lstrip().startswith("- ")
    return depth > of_head or (depth == of_head and item_of_key)
