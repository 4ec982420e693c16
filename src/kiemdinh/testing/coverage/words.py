"""The words of coverage for people: kinds of points, and what no scenario shows of them, in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis import observations as seen
from kiemdinh.diagnostics.message import Message
from kiemdinh.testing.coverage import policies
from kiemdinh.testing.coverage.thresholds import READ_ALONE

if TYPE_CHECKING:
    from kiemdinh.testing.coverage.points import Kind

__all__ = ["describe_case", "describe_gap", "describe_kind"]

_KINDS: Final[Mapping[Kind, Message]] = {
    "requirement": Message("requirement"),
    "criterion": Message("criterion"),
    "set": Message("set"),
    "step": Message("step"),
    "threshold": Message("threshold"),
    "side": Message("side"),
    "applicability": Message("applicability"),
    "evidence": Message("evidence"),
    "score": Message("score"),
    "award term": Message("award term"),
}
_OBSERVATIONS: Final[Mapping[str, Message]] = {
    seen.TRUE: Message("true"),
    seen.FALSE: Message("false"),
    seen.UNCERTAIN: Message("unknown"),
    seen.PIVOTAL_TRUE: Message("pivotal while true"),
    seen.PIVOTAL_FALSE: Message("pivotal while false"),
    seen.JUST_REACHED: Message("just reached"),
    seen.JUST_SHORT: Message("just short"),
    seen.BEYOND: Message("well beyond"),
    seen.APPLIES: Message("applying"),
    seen.DOES_NOT_APPLY: Message("left out"),
    policies.PIVOTAL_HIGHER: Message("pivotal when higher"),
    policies.PIVOTAL_LOWER: Message("pivotal when lower"),
    policies.LAST_DAY: Message("on its last day"),
    policies.DAY_AFTER: Message("on the day after"),
    policies.SHOWN: Message("shown"),
    READ_ALONE: Message("decided by that side alone"),
}
"""The words for observations of a point. Results have the key, a plain text that does not change with the language."""


def describe_kind(kind: Kind) -> Message:
    """Return the word for a kind of points.

    >>> describe_kind("threshold").text_in("vi")
    'ngưỡng'
    """
    return _KINDS[kind]


def describe_case(kind: Kind, name: str, observation: str) -> Message:
    """Return a name for a scenario that shows an observation of a point.

    >>> describe_case("step", "outcome:grade/full", "true")
    'step outcome:grade/full: true'
    """
    return Message("{kind} {name}: {text}", kind=_KINDS[kind], name=name, text=_OBSERVATIONS[observation])


def describe_gap(kind: Kind, name: str, observations: Iterable[str]) -> Message:
    """Return what no scenario shows of a point, where *observations* are those that are missed.

    >>> describe_gap("step", "outcome:grade/full", ["true", "false"])
    'step outcome:grade/full never true, false'
    """
    texts = Message.join([_OBSERVATIONS[what] for what in observations])
    return Message("{kind} {name} never {texts}", kind=_KINDS[kind], name=name, texts=texts)
