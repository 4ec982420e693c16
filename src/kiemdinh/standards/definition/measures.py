"""Measures: the unit or words of a quantity, by which literals are read: ``60%``, ``true``, a choice, a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kiemdinh.diagnostics.message import Message, join_alternatives
from kiemdinh.parsing.cells import A_NUMBER, NumberForm, ReadingError, read_date, read_plain_number
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import Number
from kiemdinh.standards.definition.model import Definition, InputDef, RangeScale, Scale, StepScale

__all__ = [
    "Measure",
    "input_measure",
    "read_duration",
    "read_literal",
    "read_parameter",
    "scale_measure",
    "scale_words",
]


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit or the words of a quantity, by which a literal that it is compared with is read.

    Attributes
    ----------
    kind
        Whether its values are numbers, words in an order, or dates.
    words
        The names of its values in order: choices, steps, or ``false`` and ``true``. The kernel has their positions.
    what
        What is expected of an author, for messages.
    ordered
        Whether *at least* and *at most* make sense.
    percent_of
        What 100 % of it is, where a literal may be a percentage; None where it may not.
    only_percent
        Whether a literal must be a percentage; it then counts in per cent.
    low, high
        The ends of its range; None where it has none.
    is_known
        Whether it is known. It is not for a name that is not declared; literals beside it are then not reported.
    """

    kind: Literal["number", "words", "date"]
    words: tuple[str, ...] = ()
    what: Message = A_NUMBER
    ordered: bool = True
    percent_of: Number | None = None
    only_percent: bool = False
    low: Number | None = None
    high: Number | None = None
    is_known: bool = True

    def form(self, step: Number | None = None) -> NumberForm:
        """Return which numbers may be recorded as a value; *step* is that of the scale, None where any number fits."""
        return NumberForm(self.what, self.percent_of, self.only_percent, self.low, self.high, step)


_YES_NO: Final = Measure("words", ("false", "true"), Message("true or false"))


def scale_measure(name: str, scale: Scale) -> Measure:
    """Return the measure of a value on the scale *name*: its steps as words, or its numbers.

    On a scale of numbers a percentage is read as a part of its upper end.
    """
    if isinstance(scale, RangeScale):
        return Measure(
            "number", percent_of=scale.to, low=scale.from_, high=scale.to, what=Message("a number on {name}", name=name)
        )
    return Measure("words", scale_words(scale), Message("a step of the scale '{name}'", name=name))


def scale_words(scale: StepScale) -> tuple[str, ...]:
    """Return the ids of all values of a scale, lowest first, *not_reached* among them where it has a name.

    >>> import kiemdinh as kd
    >>> scale_words(kd.load("vn.tt57-2026.gdtx").definition.scales["muc"])
    ('khong-dat', 'muc-1', 'muc-2')
    """
    below = (scale.not_reached.id,) if scale.not_reached else ()
    return (*below, *(step.id for step in scale.steps))


def input_measure(definition: InputDef, scale: Scale | None) -> Measure:
    """Return the measure of an input; *scale* is the one that it names, None where it names none.

    >>> input_measure(InputDef(type="number", unit="percent"), None).only_percent
    True
    """
    if definition.type in ("yes_no", "decision"):
        return _YES_NO
    if definition.type == "choice":
        words = tuple(choice.id for choice in definition.choices or ())
        return Measure("words", words, Message("a choice of the input"), ordered=False)
    if definition.type == "scale" and scale is not None:
        return scale_measure(definition.scale or "", scale)
    if definition.type == "date":
        return Measure("date", what=Message("a date such as 2026-07-07, or a length of time such as 5 years"))
    low = definition.range.from_ if definition.range else None
    high = definition.range.to if definition.range else None
    if definition.unit == "percent":
        return Measure("number", what=Message("a percentage"), percent_of=100, only_percent=True, low=low, high=high)
    return Measure("number", low=low, high=high)


def read_literal(text: str, measure: Measure, problems: Problems, path: Path) -> Number | None:
    """Return the number that stands for a literal in the kernel; None where it cannot be read.

    A word becomes its index, a date the number of its day, a percentage that part of *percent_of*. A literal that
    cannot be read is reported in *problems* at *path*.
    """
    if not measure.is_known:
        return 0
    if measure.kind == "words":
        return _read_word(text, measure, problems, path)
    if measure.kind == "date":
        return _read_day(text, problems, path)
    return _read_amount(text, measure, problems, path)


def read_parameter(definition: Definition, name: str, text: str, problems: Problems, path: Path) -> Number | None:
    """Return the number that stands for a value of a parameter; None where the parameter cannot have it.

    It is read as a rule reads a literal beside the parameter, and must lie in its range and on its steps. Problems of
    the value are added to *problems* at *path*; problems of the parameter are not.
    """
    found = definition.inputs[name]
    scale = definition.scales.get(found.scale or "")
    if (found.type == "scale" and scale is None) or (found.type == "choice" and not found.choices):
        return None
    measure = input_measure(found, scale)
    number = read_literal(text, measure, problems, path)
    if number is None or measure.kind != "number":
        return number
    try:
        return measure.form(scale.step if isinstance(scale, RangeScale) else found.step).check(number, text)
    except ReadingError as error:
        _report_refusal(error, text, problems, path)
        return None


def _read_word(text: str, measure: Measure, problems: Problems, path: Path) -> Number | None:
    if text in measure.words:
        return measure.words.index(text)
    if measure.words == _YES_NO.words:
        hint = (
            Message("write {text}", text="true")
            if text.lower() in ("yes", "có", "y", "on")
            else Message("write {text}", text=join_alternatives(["true", "false"]))
        )
        problems.add(
            "KD111", Message("true or false is expected, not {value}", value=f"'{text}'"), path, found=text, hint=hint
        )
    else:
        problems.add_unknown("KD104", Message("{what}:", what=measure.what), text, measure.words, path)
    return None


def _read_day(text: str, problems: Problems, path: Path) -> Number | None:
    try:
        return read_date(text).toordinal()
    except ReadingError as error:
        _report_refusal(error, text, problems, path)
        return None


def _read_amount(text: str, measure: Measure, problems: Problems, path: Path) -> Number | None:
    # Thresholds may lie outside the range, which lint reports, so only the unit matters here.
    form = NumberForm(measure.what, measure.percent_of, measure.only_percent)
    try:
        number = read_plain_number(text, form)
    except ReadingError as error:
        _report_refusal(error, text, problems, path)
        return None
    # A recorded percentage may lack its sign; in a rule the sign is required. 2/3 is a part of the whole.
    if measure.only_percent and not text.rstrip().endswith("%") and "/" not in text:
        hint = Message("write {text}", text=f"{text}%")
        problems.add(
            "KD109", Message("a percentage is expected"), path, expected=Message("a percentage"), found=text, hint=hint
        )
        return None
    return number


def _report_refusal(error: ReadingError, text: str, problems: Problems, path: Path) -> None:
    problems.add(error.code, error.message, path, expected=error.expected, found=text, hint=error.hint)


def read_duration(text: str) -> Duration | None:
    """Return *text* as a length of time; None where it is none.

    >>> read_duration("18 months"), read_duration("soon")
    ((18, 'month'), None)
    """
    try:
        return Duration.read(text)
    except ReadingError:
        return None
