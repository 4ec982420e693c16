"""The order of a framework's definitions: each stands after those that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiemdinh.rules import Condition, facts_of
from kiemdinh.standards.fact_names import sideless
from kiemdinh.standards.problems import Problems

__all__ = ["order_definitions"]


def order_definitions(definitions: Mapping[str, Condition], problems: Problems) -> dict[str, Condition]:
    """Sort the definitions so that each stands after those it speaks of; reports a circle."""
    done: dict[str, Condition] = {}
    open_: dict[str, Iterator[str]] = {}
    for start in definitions:
        stack = [start]
        while stack:
            name = stack[-1]
            if name in done:
                stack.pop()
                continue
            pending = open_.setdefault(name, iter(sorted(_needed(name, definitions))))
            following = next((n for n in pending if n not in done), None)
            if following is None:
                done[name] = definitions[name]
                stack.pop()
            elif following in open_:
                problems.add("KD213", f"'{name}' depends on itself", (), found=" -> ".join((*stack, following)))
                return dict(definitions)
            else:
                stack.append(following)
    return done


def _needed(name: str, definitions: Mapping[str, Condition]) -> set[str]:
    facts = {sideless(f) for f in facts_of(definitions[name])}
    return {f for f in facts if f in definitions}
