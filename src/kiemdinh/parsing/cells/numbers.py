"""Numbers as people type them: percentages, thousands in groups, a decimal comma or point (semantics 1.5)."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from kiemdinh.diagnostics.message import Message, join_alternatives
from kiemdinh.diagnostics.wording import quote_text
from kiemdinh.parsing.cells.refusal import ReadingError
from kiemdinh.parsing.cells.words import clean_text
from kiemdinh.parsing.placed_tree import JsonNumber
from kiemdinh.rules import Number, exact_number, number_to_text

__all__ = [
    "A_NUMBER",
    "NumberForm",
    "can_be_thousands",
    "find_number",
    "read_number",
    "read_plain_number",
    "read_share",
    "write_number",
]

# A number of some 600 digits is no figure of a school, and arithmetic with it would be slow.
_MAX_BITS: Final = 2_000
_SIGN: Final = "[+-]?"
# One group of three digits after a single mark: a decimal, or thousands. A number does not begin with 0 before a group.
# Compiled when the first text needs them: most numbers are written plainly.
_EITHER: Final = rf"{_SIGN}[1-9][0-9]{{0,2}}([.,])[0-9]{{3}}"
_FRACTION: Final = rf"{_SIGN}[0-9]{{1,100}}/[0-9]{{1,100}}"
_DECIMAL_COMMA: Final = rf"{_SIGN}[0-9]+,[0-9]+"
_GROUPS: Final = {
    " ": rf"{_SIGN}[1-9][0-9]{{0,2}}( [0-9]{{3}})+([.,][0-9]+)?",
    ".": rf"{_SIGN}[1-9][0-9]{{0,2}}((\.[0-9]{{3}}){{2,}}(,[0-9]+)?|\.[0-9]{{3}},[0-9]+)",
    ",": rf"{_SIGN}[1-9][0-9]{{0,2}}((,[0-9]{{3}}){{2,}}(\.[0-9]+)?|,[0-9]{{3}}\.[0-9]+)",
}
A_NUMBER: Final = Message("a number")


class NumberForm(NamedTuple):
    """Which numbers are allowed in a place.

    Attributes
    ----------
    what
        What is expected in that place, for messages.
    percent_of
        The number that 100 % means, where a percentage is allowed; None where it is not.
    only_percent
        Whether it is a percentage, and counts in per cent.
    low, high
        The ends of its range; None where it has none.
    step
        The step of its scale, counted from the low end, or from 0; 1 for whole numbers, None where any number fits.
    """

    what: Message = A_NUMBER
    percent_of: Number | None = None
    only_percent: bool = False
    low: Number | None = None
    high: Number | None = None
    step: Number | None = None

    def is_in_range(self, number: Number) -> bool:
        """Whether a number lies in the range, both ends included."""
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)

    def is_on_step(self, number: Number) -> bool:
        """Whether a number is a whole number of steps above the low end."""
        return self.step is None or (number - (self.low or 0)) % self.step == 0

    def check(self, number: Number, written: str) -> Number:
        """Return the number if it is allowed; *written* is its text in the input, for the message.

        Raises
        ------
        ReadingError
            It lies outside the range, or between two steps (KD314).
        """
        if not self.is_in_range(number):
            message = Message("{written} lies outside the range", written=written)
            raise ReadingError(code="KD314", message=message, expected=_describe_range(self.low, self.high))
        if not self.is_on_step(number):
            whole = self.step == 1 and (self.low or 0) % 1 == 0
            if whole:
                message = Message("{written} is not a whole number", written=written)
                raise ReadingError(code="KD314", message=message, expected=Message("a whole number"))
            message = Message("{written} lies between two steps of the scale", written=written)
            step = number_to_text(self.step or 0)
            raise ReadingError(code="KD314", message=message, expected=Message("a step of {step}", step=step))
        return number


def _describe_range(low: Number | None, high: Number | None) -> Message:
    """Return the words for a range that has one end or both."""
    if low is None:
        return Message("to {high}", high=number_to_text(high or 0))
    if high is None:
        return Message("from {low}", low=number_to_text(low))
    return Message("from {low} to {high}", low=number_to_text(low), high=number_to_text(high))


_ANY_NUMBER: Final = NumberForm()


def read_number(value: object, form: NumberForm = _ANY_NUMBER) -> Number:
    """Return the number that *value* writes, exactly: 0.1 is a tenth, and no float takes part.

    A number of Python or JSON is taken as it is. In a text a decimal point or comma, and thousands in groups, are read
    where only one reading is possible: ``12,5``, ``1.234.567``, ``1 234``. A percentage becomes that part of
    ``percent_of``, unless the form counts in per cent.

    Raises
    ------
    ReadingError
        It is no number (KD106); it can be two (KD106, as 1.234), or is a bare number above 0 and up to 1 where a
        percentage is expected (KD109); no percentage fits (KD109); it lies outside the range or off the steps (KD314).

    Examples
    --------
    >>> read_number("12,5"), read_number("60 %", NumberForm(percent_of=40))
    (Fraction(25, 2), 24)
    """
    written = _describe(value)
    text = clean_text(value) if isinstance(value, str) and not isinstance(value, JsonNumber) else None
    if text is not None and text.endswith("%"):
        return _read_percentage(text, written, form)
    readings = (_read_scalar(value, written, form),) if text is None else _read_text(text, written, form)
    number = readings[0] if len(readings) == 1 else _choose_reading(readings, written, form)
    if form.only_percent and number != 0 and -1 <= number <= 1:
        _refuse_bare_share(number, written, form)
    return form.check(number, written)


def can_be_thousands(value: object) -> bool:
    """Return whether a text can be read with a decimal mark and with thousands in a group, as ``1.234`` can."""
    if not isinstance(value, str) or isinstance(value, JsonNumber):
        return False
    return re.fullmatch(_EITHER, clean_text(value)) is not None


def read_plain_number(value: object, form: NumberForm = _ANY_NUMBER) -> Number:
    """Return the number that *value* writes with a decimal point and no groups, or as a fraction, as definitions do.

    Other programs read definitions too, so the other forms that :func:`read_number` takes are refused, with a hint. A
    fraction is exact: ``1/3`` is a third, and ``2/3`` is 200/3 per cent where a percentage is expected.

    Raises
    ------
    ReadingError
        As in :func:`read_number`; it is written in another form (KD106); or it is a fraction that can be read as a
        number and as a part of the whole (KD109).

    Examples
    --------
    >>> read_plain_number("1/3"), read_plain_number("2/3", NumberForm(percent_of=100, only_percent=True))
    (Fraction(1, 3), Fraction(200, 3))
    """
    if isinstance(value, str) and re.fullmatch(_FRACTION, clean_text(value).removesuffix("%")):
        return _read_fraction(clean_text(value), _describe(value), form)
    number = read_number(value, form)
    text = clean_text(value) if isinstance(value, str) else "0"
    sign = "%" if text.endswith("%") else ""
    try:
        written = exact_number(text.removesuffix("%"))
    except ValueError:
        written = _parse(text.removesuffix("%").rstrip())[0]
        message = Message("{value} is a number, but not written with a decimal point", value=_describe(value))
        hint = Message("write {text}", text=f"{number_to_text(written)}{sign}")
        raise ReadingError(code="KD106", message=message, expected=form.what, hint=hint) from None
    return number


def find_number(text: str) -> Number | None:
    """Return the number of a text as a definition writes one, a decimal or a fraction; None for any other text.

    >>> find_number("0.5"), find_number("1/3"), find_number("1/0"), find_number("muc-1")
    (Fraction(1, 2), Fraction(1, 3), None, None)
    """
    text = clean_text(text)
    try:
        if re.fullmatch(_FRACTION, text) is None:
            return exact_number(text)
        return exact_number(Fraction(text))
    except (ValueError, ZeroDivisionError):
        return None


def read_share(text: str) -> Number | None:
    """Return the number before a per-cent sign; None where *text* is no percentage.

    >>> read_share("62,5 %")
    Fraction(125, 2)
    """
    text = clean_text(text)
    if not text.endswith("%"):
        return None
    try:
        return _parse(text[:-1].rstrip())[0]
    except ValueError:
        return None


def write_number(number: Number) -> str:
    """Return *number* as text that :func:`read_number` reads back; after three decimals a zero is added.

    A fraction that is no decimal is written with a slash, which :func:`read_number` does not read.

    >>> write_number(exact_number("1.234")), write_number(45)
    ('1.2340', '45')
    """
    text = number_to_text(number)
    return f"{text}0" if re.fullmatch(_EITHER, text) else text


def _read_percentage(text: str, written: str, form: NumberForm) -> Number:
    if form.percent_of is None:
        raise ReadingError(
            code="KD109", message=Message("{written}: no percentage fits here", written=written), expected=form.what
        )
    try:
        # Nobody groups thousands of per cent, so that a single mark is a decimal one.
        number = _limit(_parse(text[:-1].rstrip())[0], form)
    except ValueError:
        raise ReadingError(
            code="KD106", message=Message("a number is expected, not {written}", written=written), expected=form.what
        ) from None
    if not form.only_percent:
        number = exact_number(Fraction(form.percent_of) * number / 100)
    return form.check(number, written)


def _read_fraction(text: str, written: str, form: NumberForm) -> Number:
    """Return the number of a fraction, which may have a per-cent sign (``200/3%``)."""
    number = find_number(text.removesuffix("%"))
    if number is None:
        raise ReadingError(code="KD106", message=Message("{written} divides by 0", written=written), expected=form.what)
    is_share = text.endswith("%")
    if is_share and form.percent_of is None:
        raise ReadingError(
            code="KD109", message=Message("{written}: no percentage fits here", written=written), expected=form.what
        )
    part = exact_number(Fraction(number) * (1 if is_share else 100))  # in per cent
    if form.only_percent:
        return form.check(part, written)
    if form.percent_of is None:
        return form.check(number, written)
    of_whole = exact_number(Fraction(form.percent_of) * part / 100)
    if not is_share and -1 < number < 1 and number != of_whole:
        hint = Message(
            "write {part}% for that part of {percent_of}",
            part=number_to_text(part),
            percent_of=number_to_text(form.percent_of),
        )
        message = Message(
            "{written} can be read as a number or as a part of {percent_of}",
            written=written,
            percent_of=number_to_text(form.percent_of),
        )
        raise ReadingError(code="KD109", message=message, expected=form.what, hint=hint)
    return form.check(of_whole if is_share else number, written)


def _read_scalar(value: object, written: str, form: NumberForm) -> Number:
    if isinstance(value, str | int | float | Decimal | Fraction) and not isinstance(value, bool):
        try:
            return _limit(exact_number(value), form)
        except ReadingError:
            raise
        except ValueError:
            pass
    raise ReadingError(
        code="KD106", message=Message("a number is expected, not {written}", written=written), expected=form.what
    )


def _read_text(text: str, written: str, form: NumberForm) -> tuple[Number, ...]:
    try:
        return tuple(_limit(number, form) for number in _parse(text))
    except ReadingError:
        raise
    except ValueError:
        raise ReadingError(
            code="KD106", message=Message("a number is expected, not {written}", written=written), expected=form.what
        ) from None


def _parse(text: str) -> tuple[Number, ...]:
    """Return the readings of a text, the decimal one first; raise ValueError where there is none."""
    text = text.replace("\N{MINUS SIGN}", "-", 1) if text.startswith("\N{MINUS SIGN}") else text
    either = re.fullmatch(_EITHER, text)
    if either:
        return exact_number(text.replace(either[1], ".")), exact_number(text.replace(either[1], ""))
    for mark, pattern in _GROUPS.items():
        if re.fullmatch(pattern, text):
            return (exact_number(text.replace(mark, "").replace(",", ".")),)
    if re.fullmatch(_DECIMAL_COMMA, text):
        text = text.replace(",", ".")
    return (exact_number(text),)


def _choose_reading(readings: tuple[Number, ...], written: str, form: NumberForm) -> Number:
    """Return the decimal reading where only that one fits the form; else refuse both, and name them."""
    decimal, thousands = readings
    fitting = [number for number in readings if form.is_in_range(number) and form.is_on_step(number)]
    if form.only_percent or (decimal in fitting and len(fitting) == 1) or not form.is_in_range(thousands):
        return decimal
    forms = {decimal: write_number(decimal), thousands: str(thousands)}
    raise ReadingError(
        code="KD106",
        message=Message(
            "{written} can be read as {decimal} or as {thousands}",
            written=written,
            decimal=number_to_text(decimal),
            thousands=thousands,
        ),
        expected=form.what,
        hint=_suggest_writing([forms[number] for number in fitting]),
    )


def _refuse_bare_share(number: Number, written: str, form: NumberForm) -> None:
    readings = [number, exact_number(Fraction(number) * 100)]
    first, second = (f"{number_to_text(reading)}%" for reading in readings)
    fitting = [f"{number_to_text(r)}%" for r in readings if form.is_in_range(r) and form.is_on_step(r)]
    # A third is no decimal, and cannot be written.
    fitting = [text for text in fitting if "/" not in text]
    raise ReadingError(
        code="KD109",
        message=Message("{written} can be read as {first} or as {second}", written=written, first=first, second=second),
        expected=form.what,
        hint=_suggest_writing(fitting),
    )


def _suggest_writing(texts: list[str]) -> Message | None:
    return Message("write {text}", text=join_alternatives(texts)) if texts else None


def _limit(number: Number, form: NumberForm) -> Number:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) >= _MAX_BITS:
        raise ReadingError(code="KD106", message=Message("the number is too large"), expected=form.what)
    return number


def _describe(value: object) -> str:
    if isinstance(value, str):
        return quote_text(value)
    if isinstance(value, bool):
        return "'true'" if value else "'false'"
    if isinstance(value, int | Fraction):
        small = max(value.numerator.bit_length(), value.denominator.bit_length()) < _MAX_BITS
        return number_to_text(value) if small else Message("a number beyond all bounds")
    if isinstance(value, float | Decimal):
        return str(value)
    if isinstance(value, dict | list):
        return Message("a map") if isinstance(value, dict) else Message("a list")
    return type(value).__name__
