"""The evidence that a self-assessed finding needs, and the codes of items of evidence."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.durations import Duration
from kiemdinh.parsing.fields import Map, Text, Whole, refuse_value
from kiemdinh.parsing.models import AfterValidator, key
from kiemdinh.standards.definition.law import Cited
from kiemdinh.standards.definition.model.inputs import Choice

__all__ = ["EvidencePolicy", "EvidencePolicyOfNode", "EvidenceTerms"]

_MAX_PLACEHOLDERS: Final = 8  # each placeholder takes one more pass over every code


class EvidenceTerms(Cited):
    """What a self-assessed *met* must rest on (3.3); a key that is not given here is as it is further above.

    Examples
    --------
    >>> EvidenceTerms.model_validate({"kinds": ["decision"], "no_older_than": "5 years"}).asks_for_evidence
    True
    """

    items: Whole | None = key(default=None, description="How many valid items a finding must cite")
    kinds: tuple[Choice, ...] | None = key(default=None, min_length=1, description="The kinds of items that count")
    issuers: tuple[Choice, ...] | None = key(
        default=None, min_length=1, description="By whom items are issued that count"
    )
    no_older_than: Duration | None = key(default=None, description="How long ago an item may have been issued")
    in_place_for: Duration | None = key(default=None, description="How long ago an item must have been issued")
    lifts: tuple[Literal["kinds", "issuers", "no_older_than", "in_place_for"], ...] = key(
        default=(), min_length=1, description="Which of these keys of policies further above do not hold here"
    )

    @property
    def asks_for_evidence(self) -> bool:
        """Whether a finding must cite something: any term asks for one item unless *items* says otherwise (S11)."""
        if self.items is not None:
            return self.items > 0
        return any((self.kinds, self.issuers, self.no_older_than, self.in_place_for))


class EvidencePolicyOfNode(EvidenceTerms):
    """The evidence policy of a node and of what is below it, and of its single levels (3.3).

    Examples
    --------
    >>> policy = EvidencePolicyOfNode.model_validate({"items": 1, "levels": {"muc-2": {"items": 2}}})
    >>> policy.levels["muc-2"].items
    2
    """

    levels: Map[EvidenceTerms] | None = key(default=None, description="Terms of single steps of the scale")


def _check_placeholders(pattern: str) -> str:
    if not pattern.strip():
        refuse_value(
            "KD103",
            Message("a code pattern is empty"),
            expected=Message('a pattern such as "MC.{{criterion}}.{{serial:2}}"'),
        )
    if pattern.count("{") > _MAX_PLACEHOLDERS:
        refuse_value(
            "KD103",
            Message("a code pattern of more than {max_placeholders} placeholders", max_placeholders=_MAX_PLACEHOLDERS),
            expected=Message("fewer"),
        )
    return pattern


class EvidencePolicy(EvidencePolicyOfNode):
    """What a self-assessed *met* must rest on (3.3): how many valid items, of which kind, how old; their code.

    A code is a pattern with at most eight placeholders in braces.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt18-2018").definition
    >>> definition.evidence.items, definition.evidence.code
    (1, '[H{box}-{criterion}-{serial:2}]')
    """

    code: Annotated[Text, AfterValidator(_check_placeholders)] | None = key(
        default=None, description='Pattern such as "MC.{criterion}.{serial:2}"'
    )
