"""The origin of a result: the inputs by which results and explanations are compared (semantics 7.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

from kiemdinh.data.outcomes import Dates
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.frozen import FrozenMap

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

__all__ = ["ResultOrigin", "describe_difference", "freeze_value", "origin_of", "raise_detached"]


@dataclass(frozen=True, slots=True, eq=False)
class ResultOrigin:
    """The origin of a result, which stands in place of the result in an explanation that was read back from data.

    It equals the result itself. It has the other attributes that are in ``known``. Every other attribute needs the
    result, which :meth:`kiemdinh.results.Explanation.attach` gives.

    Attributes
    ----------
    framework_id
        The id of the framework.
    bundled, framework_digest, confirmations_digest, dossier_digest, engine, dates, certainty
        As those of the result.
    known
        Other attributes of the result that were written.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> kd.assess("vn.tt57-2026.gdtx", {"findings": {}}, on="2027-06-30").origin.bundled
    True
    """

    framework_id: str
    bundled: bool
    framework_digest: str
    confirmations_digest: str | None
    dossier_digest: str
    engine: str
    dates: Dates
    certainty: Mapping[str, int] = field(default_factory=FrozenMap)
    known: Mapping[str, Any] = field(default_factory=FrozenMap)

    @property
    def key(self) -> tuple[object, ...]:
        """The values by which a result is compared."""
        digests = (self.framework_digest, self.confirmations_digest, self.dossier_digest)
        return (self.framework_id, *digests, self.engine, self.dates)

    def __eq__(self, other: object) -> bool:
        found = getattr(other, "origin", other)
        return isinstance(found, ResultOrigin) and found.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __getattr__(self, name: str) -> Any:
        # Not for the names of Python's own protocols: Python asks for these to find out whether they exist.
        if name.startswith("_") or name == "origin":
            raise AttributeError(name)
        known: Mapping[str, Any] = object.__getattribute__(self, "known")
        return known[name] if name in known else raise_detached(Message.verbatim(f"'{name}'"), self.framework_id)


def origin_of(result: AssessmentData | ResultOrigin) -> ResultOrigin:
    """Return the origin of a result."""
    if isinstance(result, ResultOrigin):
        return result
    return ResultOrigin(
        result.framework_id,
        result.bundled,
        result.framework_digest,
        result.confirmations_digest,
        result.dossier_digest,
        result.engine,
        result.dates,
        result.certainty,
    )


def describe_difference(one: ResultOrigin, other: ResultOrigin) -> tuple[str, str]:
    """Return in what *one* and *other* differ, each as ``name value`` pairs under the keys of the JSON."""
    pairs = [pair for pair in zip(_describe(one), _describe(other), strict=True) if pair[0] != pair[1]]
    return ", ".join(pair[0] for pair in pairs), ", ".join(pair[1] for pair in pairs)


def _describe(origin: ResultOrigin) -> Iterator[str]:
    yield f"framework {origin.framework_id}"
    yield f"framework_digest {origin.framework_digest}"
    yield f"confirmations_digest {origin.confirmations_digest}"
    yield f"dossier_digest {origin.dossier_digest}"
    yield f"engine {origin.engine}"
    yield from (f"dates.{one.name} {getattr(origin.dates, one.name)}" for one in fields(origin.dates))


def raise_detached(what: Message, framework_id: str) -> NoReturn:
    """Raise the error for a question that data alone cannot answer.

    *what* begins the sentence.

    Raises
    ------
    InputError
        Always (KD340).
    """
    raise InputError(
        [
            Diagnostic(
                "KD340",
                "error",
                Message(
                    "this data has no {what}: it came without the framework and dossier that it was worked out from",
                    what=what,
                ),
                expected=Message(
                    "the framework '{framework_id}' with the same digest, and the dossier", framework_id=framework_id
                ),
                hint=Message("give them to attach(…) of the result, or the result to attach(…) of the explanation"),
            )
        ]
    )


def freeze_value(value: Any) -> Any:
    """Return a value of a caller in a form that cannot change: maps and lists are frozen, a float becomes its text.

    >>> freeze_value({"part": [1, 2.5]})
    {'part': (1, '2.5')}
    """
    if isinstance(value, Mapping):
        return FrozenMap({str(key): freeze_value(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return tuple(map(freeze_value, value))
    # A float has no exact form, so it is kept as it was written.
    return str(value) if isinstance(value, float | Decimal) else value
