"""Inlining: definitions put in the place of the facts that they define, until free facts and values alone remain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiemdinh.rules import MET, All, Condition, Fact, Known, Term, transform
from kiemdinh.standards.names import FactKind, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["inline", "inline_all"]


def inline_all(
    rules: FrameworkRules, may_leave: frozenset[str] = frozenset(), sided: frozenset[str] = frozenset()
) -> Mapping[str, Condition]:
    """Return every definition of *rules* over free facts and values, by its name.

    A dossier may record of a node that it does not apply. So ``applies:…`` is a free fact of a node for which no rule
    says when it applies; for a node with ``when`` it is what the rule says.

    Parameters
    ----------
    rules
        The rules of a framework in one setting.
    may_leave
        Ids of the nodes that may also be recorded as not applicable (``may_not_apply``), whatever their rule says.
    sided
        Facts by the findings of one side that stay free facts themselves.

    Returns
    -------
    Mapping of str to Condition
        In the order of *rules*. Terms are shared, so that time and memory are linear in the size of the definitions.
    """
    inlined: dict[str, Condition] = {}
    for name, condition in rules.definitions.items():  # what a definition reads comes before it
        over_free_facts = inline(condition, inlined, sided)
        fact = read_fact_name(name)
        if fact.kind is FactKind.APPLIES:
            over_free_facts = _add_record(name, over_free_facts, may_leave=fact.subject in may_leave)
        inlined[name] = over_free_facts
    return inlined


def _add_record(name: str, by_rule: Condition, *, may_leave: bool) -> Condition:
    """Return when a node applies, by its rule and by what a dossier may record of it."""
    if by_rule == Known(MET):  # without a rule, only a record says that it does not apply
        return Fact(name)
    return All((by_rule, Fact(name))) if may_leave else by_rule


def inline(
    condition: Condition, definitions: Mapping[str, Condition], sided: frozenset[str] = frozenset()
) -> Condition:
    """Return *condition* with each fact replaced by its definition, where it has one.

    The definitions are not changed, so they should be inlined already. What one side alone has found
    (``self:…``, ``external:…``) is read as the finding of both, save for the facts in *sided*. Linear in the size of
    *condition*: what is put in is shared, not copied.

    Examples
    --------
    >>> from kiemdinh.rules import All, Any, Fact
    >>> inline(All((Fact("1"), Fact("external:2"))), {"1": Any((Fact("1/a"), Fact("1/b")))})
    All((Any((Fact('1/a'), Fact('1/b'))), Fact('2')))
    """

    def replace_fact(node: Term) -> Term:
        if not isinstance(node, Fact) or node.id in sided:
            return node
        fact = read_fact_name(node.id)
        plain = node if fact.side is None else Fact(str(fact.without_side))
        return definitions.get(plain.id, plain)

    return transform(condition, replace_fact)
