"""The expectations of a scenario about a node (a level, a verdict, a number) or a named figure, and the results."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.data.as_json import encode_number
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import find_number
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.readers import read_object
from kiemdinh.rules import Interval, Number, exact_number, number_to_text
from kiemdinh.standards.definition import Measure, StepScale, read_literal, scale_words
from kiemdinh.testing.scenarios.model import NONE, UNDETERMINED, UNKNOWN
from kiemdinh.testing.scenarios.result import Expectation, expect_equal
from kiemdinh.testing.scenarios.wording import id_of

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.blockers import NamedFigure
    from kiemdinh.data.outcomes import LevelRef, NodeResult
    from kiemdinh.parsing.collector import Path
    from kiemdinh.testing.scenarios.model import FigureThen, NodeThen

__all__ = ["compare_named_figure", "compare_node", "read_expected_figure", "write_figure"]

_PERCENT: Final = "percent"
_NUMBER: Final = Measure("number", what=Message("a number, none or unknown"))
_PERCENTAGE: Final = Measure("number", what=Message("a percentage, none or unknown"), percent_of=100, only_percent=True)

# -- nodes ---------------------------------------------------------------------------------------------------------


def compare_node(name: str, expected: NodeThen, result: Assessment) -> Iterator[Expectation]:
    """Yield the expectations about the node *name*, with the actual values.

    If the result has no such node, there is a single expectation, which fails. A node of one stage is named with the
    stage: ``thcs/1.3``.
    """
    what = f"nodes.{name}"
    try:
        got = result.node(name)
    except InputError:
        yield Expectation(what, Message("a node that is judged"), Message("no such node"), False, "nodes")
        return
    for key, level in (("level", got.guaranteed), ("attainable", got.attainable)):
        if key in expected.model_fields_set:
            yield _compare_level(f"{what}.{key}", getattr(expected, key), level, got)
    if "is_" in expected.model_fields_set:
        yield _compare_verdict(what, expected, got, result)


def _compare_level(what: str, expected: str, level: LevelRef | None, got: NodeResult) -> Expectation:
    """Compare a level; a standing certainly below the lowest may be named ``none`` or by its own id."""
    below = got.outcome if level is None else None
    return expect_equal(what, expected, id_of(below if below is not None and below.id == expected else level))


def _compare_verdict(what: str, expected: NodeThen, got: NodeResult, result: Assessment) -> Expectation:
    """Compare what is certain of a node: a verdict, a level, or a figure, by how the node is judged."""
    if got.truth is not None:
        return expect_equal(what, expected.is_, got.truth.name.lower())
    if got.kind == "level":
        return expect_equal(what, expected.is_, id_of(got.outcome) if got.determined else _open_level(got))
    if got.value is None:
        return Expectation(what, expected.is_, Message("derived from its parts, and not reported"), False, "nodes")
    return _compare_figure(what, expected, got.value, _rating_words(got, result))


def _open_level(got: NodeResult) -> str:
    return _describe_range(id_of(got.guaranteed), id_of(got.attainable))


def _describe_range(low: str, high: str) -> Message:
    return Message("{undetermined} from {low} to {high}", undetermined=UNDETERMINED, low=low, high=high)


def _rating_words(got: NodeResult, result: Assessment) -> tuple[str, ...]:
    """Return the words of the scale of a node that is rated by words; none where it is rated by numbers."""
    layer = result.framework.nodes[got.node].layer
    scale = result.framework.definition.scales.get((layer and layer.scale) or "")
    return scale_words(scale) if got.kind == "rating" and isinstance(scale, StepScale) else ()


def _compare_figure(what: str, expected: NodeThen, got: Interval, words: tuple[str, ...]) -> Expectation:
    """Compare a figure exactly, or within the tolerance that is stated; an unknown figure is within no tolerance."""
    shown = _figure_word(got, words)
    if words:
        return expect_equal(what, expected.is_, shown)
    wanted = find_number(str(expected.is_))
    if wanted is None:
        return Expectation(what, Message("{value} (no number)", value=expected.is_), shown, False, "nodes")
    return Expectation(what, _write_expected(wanted, expected), shown, _is_near(wanted, expected, got), "nodes")


def _figure_word(got: Interval, words: tuple[str, ...]) -> str:
    if got.known and got.low is not None:
        return words[int(got.low)] if words else str(encode_number(got.low))
    return _describe_range(str(encode_number(got.low)), str(encode_number(got.high)))


# -- named figures -------------------------------------------------------------------------------------------------


def read_expected_figure(text: str, unit: str | None, problems: Problems, path: Path) -> Number | None:
    """Return the number that is expected of a figure; None where it is a word, or the text is not a number.

    A figure in per cent is written as a percentage or as a part of the whole (``2/3``), as in a rule. Texts that cannot
    be read are added to *problems* at *path*.
    """
    if text in (NONE, UNKNOWN):
        return None
    return read_literal(text, _PERCENTAGE if unit == _PERCENT else _NUMBER, problems, path)


def compare_named_figure(name: str, expected: FigureThen, result: Assessment) -> Expectation:
    """Return the expectation about the figure *name*, with the actual value.

    A figure of one stage is named with the stage (``thcs/average``); without it, the first one of that name is meant.
    """
    what = f"figures.{name}"
    got = _find_figure(name, result)
    if got is None:
        return Expectation(what, expected.is_, Message("no such figure"), False, "figures")
    wanted = read_expected_figure(expected.is_, got.unit, Problems(read_object({}, name)), ())  # loading has read it
    if wanted is None:
        word = _word_of(got.now)
        return expect_equal(what, expected.is_, _describe_value(got) if word is None else word)
    said = _write_expected(wanted, expected, got.unit)
    return Expectation(what, said, _describe_value(got), _is_near(wanted, expected, got.now), "figures")


def write_figure(figure: NamedFigure) -> str | None:
    """Return the value of a figure as a scenario states it exactly; None where no text can state it.

    A percentage without an exact decimal is written as a part of the whole (``2/3``).
    """
    word = _word_of(figure.now)
    number = figure.now.low if figure.now is not None else None
    if word is not None or number is None:
        return word
    is_percent = figure.unit == _PERCENT
    text = number_to_text(number)
    if is_percent:
        text = number_to_text(exact_number(Fraction(number) / 100)) if "/" in text else f"{text}%"
    read = read_expected_figure(text, figure.unit, Problems(read_object({}, figure.id)), ())
    return text if read == number else None


def _find_figure(name: str, result: Assessment) -> NamedFigure | None:
    exact = (one for one in result.figures if one.stage is not None and f"{one.stage}/{one.id}" == name)
    return next(exact, None) or next((one for one in result.figures if one.id == name), None)


def _word_of(now: Interval | None) -> str | None:
    """Return the word for a figure that is not a single number; None where it is one."""
    if now is None:
        return NONE
    return None if now.known else UNKNOWN


def _describe_value(figure: NamedFigure) -> str:
    """Return a value as a scenario states it; after ``unknown`` come the ends of its range, if they are known."""
    now = figure.now
    if now is None:
        return NONE
    if now.known and now.low is not None:
        return _write(now.low, figure.unit)
    low, high = (None if end is None else _write(end, figure.unit) for end in (now.low, now.high))
    if low is not None and high is not None:
        return Message("{unknown}, from {low} to {high}", unknown=UNKNOWN, low=low, high=high)
    if low is not None:
        return Message("{unknown}, from {low}", unknown=UNKNOWN, low=low)
    return UNKNOWN if high is None else Message("{unknown}, to {high}", unknown=UNKNOWN, high=high)


# -- numbers -------------------------------------------------------------------------------------------------------


def _is_near(wanted: Number, expected: FigureThen, got: Interval | None) -> bool:
    """Return whether a number is known to be the expected one, or within the stated tolerance."""
    near_enough = Interval(wanted - expected.tolerance, wanted + expected.tolerance)
    return got is not None and got.known and got.hull(near_enough) == near_enough


def _write_expected(wanted: Number, expected: FigureThen, unit: str | None = None) -> str:
    text = _write(wanted, unit)
    if not expected.tolerance:
        return text
    return Message("{number} within {tolerance}", number=text, tolerance=_write(expected.tolerance, unit))


def _write(number: Number, unit: str | None) -> str:
    return f"{encode_number(number)}{'%' if unit == _PERCENT else ''}"
