"""The unknown facts about members of registers, and under other frameworks, on which a fact depends (semantics 6.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kiemdinh.rules import facts_of, residual_of, values_of
from kiemdinh.standards.names import FactKind, FactName, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework

__all__ = ["find_open_of_others", "is_about_others", "list_open_names"]


def list_open_names(framework: Framework, facts: StageFacts, fact: str) -> Iterator[FactName | ValueName]:
    """Yield the facts and values on which a fact still depends, after all that is known has been put in.

    A value is yielded each time that it is read. The cost is linear in the rules below the fact.
    """
    to_open, opened = [fact], {fact}
    while to_open:
        name = to_open.pop()
        if name not in facts.rules.definitions:
            yield framework.outline.fact_names.read(name)
            continue
        condition = residual_of(facts.rules.definitions[name], facts)
        yield from map(read_value_name, sorted(values_of(condition)))
        below = sorted(set(facts_of(condition)) - opened, reverse=True)
        opened.update(below)
        to_open += below


def is_about_others(framework: Framework, name: FactName | ValueName) -> bool:
    """Return whether a name is about a register, a member of one, or an outcome or award of another framework."""
    if isinstance(name, FactName):
        return name.reference is not None or name.kind is FactKind.KNOWN
    found, kinds = framework.inputs.get(name.input or ""), framework.definition.populations
    return found is not None and any(kind in kinds for kind in found.each)


def find_open_of_others(framework: Framework, facts: StageFacts, names: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of what is unknown of others and can still change any of the facts *names*.

    An outcome under another framework has one id, whichever of its steps are open.
    """
    if not (framework.definition.references or framework.definition.populations):
        return ()
    found = (one for name in names for one in list_open_names(framework, facts, name))
    open_ = (one for one in found if is_about_others(framework, one) and not _is_known(facts, one))
    return tuple(dict.fromkeys(_id_of(one) for one in open_))


def _is_known(facts: StageFacts, name: FactName | ValueName) -> bool:
    return isinstance(name, ValueName) and facts.value(str(name)).known


def _id_of(name: FactName | ValueName) -> str:
    return str(name._replace(step=None) if isinstance(name, FactName) else name)
