"""The reader that all parts of a dossier share: values by their type, with what is wrong collected."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any, Final, NamedTuple, TypeVar, cast

from kiemdinh.diagnostics.message import Message, join_alternatives, list_names
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.evidence.dossier import Side
from kiemdinh.evidence.entries import AllowedEntries
from kiemdinh.evidence.reading.evidence_codes import EvidenceCodes
from kiemdinh.parsing.cells import ReadingError, Vocabulary, clean_text, read_number
from kiemdinh.parsing.cells import read_date as read_day
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.fields import plain_text, read_id, read_yes_no
from kiemdinh.parsing.placed_tree import Scalar
from kiemdinh.parsing.read_objects import MISSING_TYPES
from kiemdinh.parsing.source import Source
from kiemdinh.rules import Number, number_to_text
from kiemdinh.standards.definition import Measure
from kiemdinh.standards.loading import explain_former_name

__all__ = ["Details", "Reader", "describe_value", "given_value", "read_date"]

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_NAN: Final = frozenset({"", "nan", "NaN", ".nan", ".NaN", ".NAN"})
# Nobody has a longer cell of invisible characters alone.
_MAX_BLANK: Final = 20
_SIDES: Final = Vocabulary({"self": (), "external": ()})
# A number of some 600 digits is no figure of a school, and arithmetic with it would be slow.
_MAX_BITS: Final = 2_000


def given_value(value: Any, declared: Container[str] = ()) -> Any:
    """Return *value*, or None where it stands for nothing: an empty cell, null, NaN (semantics 1.10).

    A text that is one of the *declared* words is that word, also where the word is ``nan``. Whole numbers and scalars
    of array libraries become Python's own; a scalar of a text stays as it was written.

    >>> given_value(float("nan")) is None, given_value("  ") is None, given_value("met")
    (True, True, 'met')
    """
    if value is None or isinstance(value, bool | dict | list):
        return value
    if isinstance(value, str):
        text = clean_text(value) if len(value) <= _MAX_BLANK else value.strip()
        return None if text in _NAN and text not in declared else value
    if isinstance(value, float):
        return None if math.isnan(value) else float(value)
    if type(value).__name__ in MISSING_TYPES or (isinstance(value, Decimal) and value.is_nan()):
        return None
    if isinstance(value, Integral):
        return int(value)
    # By the name of the module, so that numpy is not imported for it.
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        item = value.item()
        return None if isinstance(item, float) and math.isnan(item) else item
    return value


def describe_value(value: object) -> str:
    """Return *value* as messages name it: a scalar as text, a map or list by its kind, anything else by its type.

    >>> describe_value({"is": "met"}), describe_value(3)
    ('a map', '3')
    """
    if isinstance(value, str | float | bool | Decimal | dt.date):
        return str(value)
    if isinstance(value, int | Fraction):
        return number_to_text(value) if _is_small(value) else Message("a number beyond all bounds")
    if isinstance(value, dict | list):
        return Message("a map") if isinstance(value, dict) else Message("a list")
    return type(value).__name__


class Details(NamedTuple):
    """What a record says in addition to its verdict or value: side, date, reason, author, evidence, last day.

    ``why`` is the reason in the words of the person who recorded it. ``author`` is the person who took a decision, and
    is read of values only. ``evidence_codes`` are in their order, each once.
    """

    side: Side
    date: dt.date
    why: str | None = None
    author: str | None = None
    evidence_codes: tuple[str, ...] = ()
    until: dt.date | None = None


@dataclass(slots=True, eq=False, repr=False)
class Reader:
    """Reads one dossier. Problems are added to ``problems``; wrong values are left out of what is returned.

    Attributes
    ----------
    problems
        What is wrong so far.
    source
        The data of the dossier with their places.
    allowed
        What can be recorded under the framework.
    date
        The date of records without one of their own; None where the dossier has none.
    stages, complete
        The stages of the school, and which of its lists are complete, as soon as they have been read.
    codes
        The evidence index and its codes, as soon as it has been read.
    cited
        Each evidence code that a record cites, with the place where it is first cited.
    """

    problems: Problems
    source: Source
    allowed: AllowedEntries
    date: dt.date | None
    stages: tuple[str, ...] | None = None
    complete: frozenset[str] = frozenset()
    codes: EvidenceCodes = field(default_factory=EvidenceCodes)
    cited: dict[str, Path] = field(default_factory=dict)
    _undated: bool = False

    # -- shapes ------------------------------------------------------------------------------------------

    def read_map(self, value: Any, path: Path, what: Message) -> dict[str, Any]:
        """Return *value* as a map, an empty one where it is absent.

        Anything else is reported and read as absent. *what* says what the map has, for the message.
        """
        value = given_value(value)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.report_wrong_type(value, path, Message("a map of {what}", what=what))
        return {}

    def read_list(self, value: Any, path: Path, what: Message) -> list[Any]:
        """Return *value* as a list, an empty one where it is absent.

        Anything else is reported and read as absent. *what* says what the list has, for the message.
        """
        value = given_value(value)
        if isinstance(value, list):
            return value
        if value is not None:
            self.report_wrong_type(value, path, Message("a list of {what}", what=what))
        return []

    def report_wrong_type(self, value: object, path: Path, expected: Message) -> None:
        """Report a value that is not what is *expected*, such as ``a map of …``, with what stands there (KD103)."""
        self.problems.add(
            "KD103",
            Message("{expected} is expected", expected=expected),
            path,
            expected=expected,
            found=describe_value(value),
        )

    def check_keys(self, found: Mapping[str, Any], known: tuple[str, ...], path: Path) -> None:
        """Report each key of *found* that is not *known*, with the nearest known one as a hint (KD102)."""
        for key in found:
            if key not in known:
                self.report_unknown("KD102", Message("unknown key '{key}'", key=key), key, known, (*path, key))

    def is_repeated(self, meant: K, seen: dict[K, Path], shown: str, path: Path) -> bool:
        """Whether *seen* has what a key means already, which is then reported (KD006); else it is added with *path*.

        Two keys of one map can mean one thing in two spellings; *shown* is what they mean, for the message.
        """
        if meant in seen:
            message = Message("'{name}' is here twice, in two spellings", name=shown)
            self.problems.add("KD006", message, path, key=True, found=shown, first=seen[meant])
            return True
        seen[meant] = path
        return False

    def find_stage(self, word: str) -> str | None:
        """Return the stage of the school that *word* means, by its id or a title; None where it means none."""
        stages = self.stages or ()
        if word in stages or not stages:
            return word if word in stages else None
        return self.allowed.stage_names(stages).find(word)

    def read_side(self, value: Any, sides: Vocabulary, default: str, path: Path) -> str:
        """Return who made a record, as one of *sides*; *default* where nobody is named, or who is no side (KD104)."""
        value = given_value(value)
        side = None if value is None else sides.find(value)
        if side is None and value is not None:
            word = describe_value(value)
            message = Message("'{value}' is not a side", value=word)
            self.report_unknown("KD104", message, word, tuple(sides.titles), path, key=False)
        return side or default

    def report_unknown(
        self,
        code: str,
        message: Message,
        word: str,
        known: Iterable[str],
        path: Path,
        *,
        key: bool = True,
        names: Vocabulary | None = None,
        full: str | None = None,
    ) -> None:
        """Report a word that is none of *known*, with the nearest of them as a hint.

        A word that can mean two of them is reported as that.

        Parameters
        ----------
        code
            The code of the problem.
        message
            What is wrong, in one sentence.
        word
            The word that stands there.
        known
            The words that could stand there; the first twelve are named.
        path
            Where it stands.
        key
            Whether the word is a key rather than a value.
        names
            The words with their titles, where they have any; None where *known* is all that can be written.
        full
            The full id of what the word names, ``1.5/muc-2`` or ``inputs/ID``, by which the act that removed it is
            found.
        """
        words = tuple(known)
        meant = () if names is None else names.meanings(word)
        if len(meant) > 1:
            message, words = (
                Message("'{word}' can mean {names}", word=word, names=join_alternatives([f"'{one}'" for one in meant])),
                meant,
            )
        near = suggest(clean_text(word), words) if names is None else names.suggest(word)
        former = None if full is None else explain_former_name(self.allowed.framework, full)
        self.problems.add(
            code,
            message,
            path,
            key=key,
            expected=list_names(words) if words else None,
            found=word,
            hint=former or (None if near is None else Message("did you mean '{near}'?", near=near)),
        )

    # -- scalars -----------------------------------------------------------------------------------------

    def read_text(self, value: Any, path: Path) -> str | None:
        """Return a text as it was written; None where it is absent or no text.

        A number or a date of Python objects is text as a file would write it; a map or list is reported.
        """
        value = given_value(value)
        return None if value is None else _attempt(plain_text, value, self.problems, path)

    def read_words(self, value: Any, path: Path) -> str | None:
        """Return a text in words of its author, such as a title or a reason, as :meth:`read_text` does.

        What YAML takes for a comment, and may belong to the text, is a warning (KD018).
        """
        if isinstance(value, Scalar) and value.plain and (rest := self.source.rest_taken_for_comment(path)) is not None:
            self.problems.add_cut_text(value, rest, path)
        return self.read_text(value, path)

    def read_id(self, text: str, path: Path) -> str | None:
        """Return a text as the id of something; None where it cannot be one, which is reported (KD103)."""
        return _attempt(read_id, text, self.problems, path)

    def report_no_answer(self, value: Any, path: Path) -> None:
        """Report a value that is neither true nor false, with the right word as a hint where it is certain (KD111)."""
        _attempt(read_yes_no, value, self.problems, path)

    def read_date(self, value: Any, path: Path) -> dt.date | None:
        """Return a date, read from a date or a text such as ``2026-06-30``; None where it is absent or wrong.

        What is not a date is reported, with the right form as a hint where day and month come first.
        """
        return read_date(value, self.problems, path)

    def read_period(self, found: Mapping[str, Any], begins: str, path: Path) -> tuple[dt.date | None, dt.date | None]:
        """Return the first and the last day of a period, both included; None for what is absent or wrong.

        A period that ends before it begins is reported, and both are None.

        Parameters
        ----------
        found
            The map that has the two dates.
        begins
            The key of the first day; the last day stands under ``until``.
        path
            Where the map stands.
        """
        first, last = (
            self.read_date(found.get(begins), (*path, begins)),
            self.read_date(found.get("until"), (*path, "until")),
        )
        if first is not None and last is not None and last < first:
            self.problems.add(
                "KD317",
                Message("it ends on {last}, before it begins", last=last),
                (*path, "until"),
                expected=Message("{first} ('{begins}') or later", first=first, begins=begins),
                found=last.isoformat(),
            )
            return None, None
        return first, last

    def read_number(self, value: Any, measure: Measure, step: Number | None, path: Path) -> Number | None:
        """Return an exact number on a measure; None where it is none, out of bounds or between two steps.

        Each of these is reported, and so is a text that can be read in two ways. A percentage becomes the number that
        it is of, unless the measure is in percent. No float enters: ``0.1`` is a tenth (semantics 1.5).

        Parameters
        ----------
        value
            What was written: a number, a text, or a percentage such as ``92%``.
        measure
            What the number is measured in, with its range.
        step
            The step of the scale, counted from its low end; None where any number fits.
        path
            Where it stands.
        """
        return _attempt(lambda found: read_number(found, measure.form(step)), value, self.problems, path)

    def check_range(self, number: Number, measure: Measure, step: Number | None, path: Path) -> bool:
        """Whether a number that was worked out lies in the range of a measure and on a step; it is reported if not."""
        form = measure.form(step)
        written = describe_value(number)
        return _attempt(lambda found: form.check(found, written), number, self.problems, path) is not None

    @property
    def subject(self) -> Message:
        """The word for what is assessed, as the definition has it."""
        return self.allowed.framework.definition.subject.word

    def report_no_stage(self, word: str, path: Path) -> None:
        """Report a word that is no stage of the school, with the stages that it has, or those that it can have."""
        message = Message("the {subject} has no stage '{key}'", subject=self.subject, key=word)
        stages = self.stages or tuple(self.allowed.declared_stages.titles)
        names = self.allowed.stage_names(stages)
        self.report_unknown("KD304", message, word, stages, path, names=names)

    def report_not_by_stage(self, path: Path) -> None:
        """Report findings of a stage where the framework does not assess by stage (semantics 2.6, KD309)."""
        self.problems.add(
            "KD309",
            Message(
                "this framework does not assess stage by stage: a finding holds for the whole {subject}",
                subject=self.subject,
            ),
            path,
            key=True,
            hint=Message("record it without the stage"),
        )

    # -- records -----------------------------------------------------------------------------------------

    def default_details(self, side: Side, path: Path) -> Details | None:
        """Return the details of a record that is a plain word or number: the side given, and the dossier's date.

        None where the dossier has no date, which is reported once for the whole dossier (semantics 3.2).
        """
        date = self.read_record_date(None, path)
        return None if date is None else Details(side, date)

    def read_details(self, found: Mapping[str, Any], side: Side, path: Path) -> Details | None:
        """Return the details of a record that is a map: all its keys but those of its verdict or value.

        None where neither the record nor the dossier has a date. The codes that it cites are noted in ``cited``.

        Parameters
        ----------
        found
            The map of the record.
        side
            The side of the record where it names none itself.
        path
            Where the map stands.
        """
        date = self.read_record_date(found.get("on"), path)
        why = self.read_words(found.get("why"), (*path, "why"))
        author = self.read_words(found.get("author"), (*path, "author"))
        codes = self._read_codes(found.get("by"), (*path, "by"))
        side = cast("Side", self.read_side(found.get("side"), _SIDES, side, (*path, "side")))
        until = self.read_last_day(found.get("until"), date, (*path, "until"))
        return None if date is None else Details(side, date, why, author, codes, until)

    def read_last_day(self, value: Any, date: dt.date | None, path: Path) -> dt.date | None:
        """Return the last day of a record of *date*; one before that day is reported (KD317)."""
        until = self.read_date(value, path)
        if until is None or date is None or until >= date:
            return until
        message = Message("it ends on {until}, before it begins", until=until)
        expected = Message("{date} ('on') or later", date=date)
        self.problems.add("KD317", message, path, expected=expected, found=until.isoformat())
        return None

    def read_record_date(self, own: Any, path: Path) -> dt.date | None:
        """Return the day of a record, *own* or that of the dossier; None where neither is there, which is reported."""
        own = given_value(own)
        if own is not None:
            return self.read_date(own, (*path, "on"))
        # Reported once: every record without a date of its own lacks it for the same reason.
        if self.date is None and not self._undated:
            self._undated = True
            self.problems.add(
                "KD310",
                Message("the day on which this was recorded is missing"),
                path,
                expected=Message("the date of the dossier, or 'on' in each record"),
                hint=Message("write 'date: 2027-06-30' at the top, with the day of the assessment"),
            )
        return self.date

    def _read_codes(self, value: Any, path: Path) -> tuple[str, ...]:
        """Return the codes that a record cites, each once: one text, or a list of texts, of one or several codes."""
        cited: dict[str, None] = {}
        for text, place in self.list_texts(value, path):
            for code in self.codes.read_cited(text):
                if code not in cited:
                    cited[code] = None
                    # Checked when the whole dossier is read; see ``check_citations``.
                    self.cited.setdefault(code, place)
        return tuple(cited)

    def list_texts(self, value: Any, path: Path) -> list[tuple[str, Path]]:
        """Return the texts of a list, or the one text that stands for a list of one, each with its place.

        A list within a list counts as its items: YAML reads the code ``[H1-1.1-01]`` as a list.
        """
        found: list[tuple[str, Path]] = []
        waiting: list[tuple[Any, Path]] = [(given_value(value), path)]
        while waiting:
            raw, place = waiting.pop()
            if isinstance(raw, list):
                waiting.extend((given_value(raw[i]), (*place, i)) for i in reversed(range(len(raw))))
            elif (text := self.read_text(raw, place)) is not None:
                found.append((text, place))
        return found


def _is_small(number: int | Fraction) -> bool:
    return max(number.numerator.bit_length(), number.denominator.bit_length()) < _MAX_BITS


def read_date(value: Any, problems: Problems, path: Path) -> dt.date | None:
    """Return a date, read from a date or a text such as ``2026-06-30``; None where it is absent or wrong.

    It is for callers that have no :class:`Reader`: what is not a date is added to *problems*, at *path*.
    """
    value = given_value(value)
    return None if value is None else _attempt(read_day, value, problems, path)


def _attempt(read: Callable[[Any], T], value: Any, problems: Problems, path: Path) -> T | None:
    """Return the result of *read* for *value*; None where it raises an error, which is added to *problems*."""
    try:
        return read(value)
    except ReadingError as error:
        problems.add(
            error.code, error.message, path, expected=error.expected, found=describe_value(value), hint=error.hint
        )
    return None
