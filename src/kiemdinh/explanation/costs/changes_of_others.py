"""Changes of others: raising a member, or the subject itself, under another framework (semantics 6.4, 6.5)."""

from __future__ import annotations

from typing import Final

from kiemdinh.standards.names import FactKind, FactName

__all__ = ["SCHOOLS", "is_of_others", "list_keys_of_others"]

SCHOOLS: Final = "schools"
"""The number by which a repair counts the members that it changes; ``minimise`` may name it."""


def is_of_others(fact: FactName) -> bool:
    """Return whether a fact is changed by raising somebody under another framework, or by completing a register.

    An award that was revoked, or never held, is no change to bring about.
    """
    is_raised = fact.framework is not None and fact.kind in (FactKind.REACHES, FactKind.HELD)
    return is_raised or fact.kind is FactKind.KNOWN


def list_keys_of_others(fact: FactName) -> tuple[str, ...]:
    """Return the keys under which efforts can give what a change of others takes, nearest first.

    >>> from kiemdinh.standards.names import read_fact_name
    >>> list_keys_of_others(read_fact_name("reaches:f:muc/muc-1@school/C/thcs"))
    ('reaches:f:muc/muc-1@school/C/thcs', 'school/C/thcs', 'school/C', 'school')
    """
    own = str(fact)
    if fact.member is None:
        return (own,)
    return tuple(dict.fromkeys((own, str(fact.member), str(fact.member.whole), fact.member.kind)))
