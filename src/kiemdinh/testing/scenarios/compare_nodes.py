"""What a scenario expects of a node: a level, a verdict, a rating or a figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.data.as_json import encode_number
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.parsing.cells import find_number
from kiemdinh.rules import Interval
from kiemdinh.standards.definition import StepScale, scale_words
from kiemdinh.testing.scenarios.model import UNDETERMINED
from kiemdinh.testing.scenarios.result import Expectation, expect_equal
from kiemdinh.testing.scenarios.wording import id_of

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.outcomes import LevelRef, NodeResult
    from kiemdinh.testing.scenarios.model import NodeThen

__all__ = ["compare_node"]


def compare_node(name: str, expected: NodeThen, result: Assessment) -> Iterator[Expectation]:
    """Yield what is expected of the node *name*, with what came out.

    Where the result has no such node, that is the one expectation, and it fails. A node of one stage is named with the
    stage: ``thcs/1.3``.
    """
    what = f"nodes.{name}"
    try:
        got = result.node(name)
    except InputError:
        yield Expectation(what, "a node that is judged", "no such node", False, "nodes")
        return
    for key, level in (("level", got.guaranteed), ("attainable", got.attainable)):
        if key in expected.model_fields_set:
            yield _compare_level(f"{what}.{key}", getattr(expected, key), level, got)
    if "is_" in expected.model_fields_set:
        yield _compare_verdict(what, expected, got, result)


def _compare_level(what: str, expected: str, level: LevelRef | None, got: NodeResult) -> Expectation:
    """Compare a level; what surely lies below the lowest may be named ``none`` or by its own id."""
    below = got.outcome if level is None else None
    return expect_equal(what, expected, id_of(below if below is not None and below.id == expected else level))


def _compare_verdict(what: str, expected: NodeThen, got: NodeResult, result: Assessment) -> Expectation:
    """Compare what a node surely is: a verdict, a level, or a figure, by how the node is judged."""
    if got.truth is not None:
        return expect_equal(what, expected.is_, got.truth.name.lower())
    if got.kind == "level":
        return expect_equal(what, expected.is_, id_of(got.outcome) if got.determined else _open_level(got))
    if got.value is None:
        return Expectation(what, expected.is_, "derived from its parts, and not reported", False, "nodes")
    return _compare_figure(what, expected, got.value, _rating_words(got, result))


def _open_level(got: NodeResult) -> str:
    return f"{UNDETERMINED} from {id_of(got.guaranteed)} to {id_of(got.attainable)}"


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
        return Expectation(what, f"{expected.is_} (no number)", shown, False, "nodes")
    near_enough = Interval(wanted - expected.tolerance, wanted + expected.tolerance)
    holds = got.known and got.hull(near_enough) == near_enough
    within = f" within {encode_number(expected.tolerance)}" if expected.tolerance else ""
    return Expectation(what, f"{encode_number(wanted)}{within}", shown, holds, "nodes")


def _figure_word(got: Interval, words: tuple[str, ...]) -> str:
    if got.known and got.low is not None:
        return words[int(got.low)] if words else str(encode_number(got.low))
    return f"{UNDETERMINED} from {encode_number(got.low)} to {encode_number(got.high)}"
