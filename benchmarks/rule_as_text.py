"""The rules of a framework, written in the languages of peers, for schools of which all is known.

Each language is an algebra over the core language of :mod:`kiemdinh.rules`. A peer has one truth and one number where
kiemdinh has two readings and an interval, and no names for parts: what a definition says is written out in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from kiemdinh.rules import MET, Truth, fold, number_to_text

Number = int | Fraction


def write_levels(language: Any, rules: Any, levels: Sequence[str]) -> list[Any]:
    """The rule of each level, lowest first, with all definitions written out."""
    for name, condition in rules.definitions.items():  # a definition stands after those that it reads
        if not name.startswith(("award", "lost", "external", "self")) and not any(
            fact.startswith(("external", "self", "held", "revoked", "never")) for fact in rules.facts[name]
        ):
            language.written[name] = fold(condition, language)
    return [language.written[name] for name in levels]


class _Text:
    """An algebra whose terms are texts; the words of a language are what its class says."""

    words: ClassVar = {"and": " and ", "or": " or ", "not": "not ", "true": "true", "false": "false"}

    def __init__(self, identifiers: Mapping[str, str]) -> None:
        self.identifiers = identifiers
        self.written: dict[str, str] = {}

    def fact(self, name: str) -> str:
        return self.written.get(name) or self.identifiers[name]

    def value(self, name: str) -> str:
        return self.identifiers[name]

    def known(self, truth: Truth) -> str:
        return self.words["true" if truth is MET else "false"]

    def constant(self, value: Number) -> str:
        text = number_to_text(value)
        return f"({text})" if "/" in text else text

    def all(self, parts: Sequence[str]) -> str:
        return f"({self.words['and'].join(parts)})"

    def any(self, parts: Sequence[str]) -> str:
        return f"({self.words['or'].join(parts)})"

    def at_least(self, k: int, parts: Sequence[str]) -> str:
        return f"({self.count(parts)} >= {self.constant(k)})"

    def negate(self, part: str) -> str:
        return f"({self.words['not']}{part})"

    def compare(self, left: str, op: str, right: str) -> str:
        return f"({left} {op} {right})"

    def branch(self, test: str, then: str, otherwise: str) -> str:
        return f"({test} ? {then} : {otherwise})"

    select = branch

    def count(self, parts: Sequence[str]) -> str:
        return self.sum([self.branch(part, self.constant(1), self.constant(0)) for part in parts], None)

    def sum(self, parts: Sequence[str], weights: Sequence[Number] | None) -> str:
        if weights is not None:
            parts = [self.product(part, self.constant(weight)) for part, weight in zip(parts, weights, strict=True)]
        return f"({' + '.join(parts)})"

    def product(self, left: str, right: str) -> str:
        return f"({left} * {right})"

    def mean(self, parts: Sequence[str]) -> str:
        return f"({self.sum(parts, None)} / {self.constant(len(parts))})"

    def minimum(self, parts: Sequence[str]) -> str:
        raise NotImplementedError

    maximum = minimum

    def rounded(self, part: str, digits: int, half: str) -> str:
        raise NotImplementedError


class PythonText(_Text):
    """Straight Python, where each definition is a local variable, as one would write it by hand."""

    words: ClassVar = {"and": " and ", "or": " or ", "not": "not ", "true": "True", "false": "False"}

    def constant(self, value: Number) -> str:
        return str(value) if isinstance(value, int) else f"Fraction({value.numerator}, {value.denominator})"

    def branch(self, test: str, then: str, otherwise: str) -> str:
        return f"({then} if {test} else {otherwise})"

    select = branch

    def count(self, parts: Sequence[str]) -> str:
        return self.sum(parts, None)

    @classmethod
    def compile(cls, rules: Any, levels: Sequence[str]) -> Callable[[dict[str, Any]], int]:
        """A function from resolved truths and figures to the number of the highest level that holds."""
        below = {name for each in (*rules.facts.values(), *rules.values.values()) for name in each}
        language = cls({name: f"s[{name!r}]" for name in below})
        needed = set(levels)
        for name in reversed(rules.definitions):
            if name in needed:
                needed |= rules.facts[name]
        lines = []
        for i, name in enumerate(name for name in rules.definitions if name in needed):
            lines.append(f"    d{i} = {fold(rules.definitions[name], language)}")
            language.written[name] = f"d{i}"
        found = " else ".join(f"{i} if {language.written[name]}" for i, name in reversed([*enumerate(levels, 1)]))
        scope: dict[str, Any] = {"Fraction": Fraction}
        exec("def level(s):\n" + "\n".join(lines) + f"\n    return {found} else 0\n", scope)
        level: Callable[[dict[str, Any]], int] = scope["level"]
        return level


class ZenText(_Text):
    """The expression language of zen-engine."""


class RuleEngineText(_Text):
    """The language of rule-engine."""


class CelText(_Text):
    """The Common Expression Language: whole numbers and others do not mix, so all numbers are written with a point."""

    words: ClassVar = {"and": " && ", "or": " || ", "not": "!", "true": "true", "false": "false"}

    def constant(self, value: Number) -> str:
        if isinstance(value, int):
            return f"{value}.0"
        text = number_to_text(value)
        return text if "/" not in text else f"({value.numerator}.0 / {value.denominator}.0)"


class JsonLogic:
    """JSONLogic: terms are maps from an operator to its arguments."""

    def __init__(self, identifiers: Mapping[str, str]) -> None:
        self.identifiers = identifiers
        self.written: dict[str, Any] = {}

    def fact(self, name: str) -> Any:
        return self.written[name] if name in self.written else {"var": self.identifiers[name]}

    def value(self, name: str) -> Any:
        return {"var": self.identifiers[name]}

    def known(self, truth: Truth) -> Any:
        return truth is MET

    def constant(self, value: Number) -> Any:
        return value if isinstance(value, int) else float(value)

    def all(self, parts: Sequence[Any]) -> Any:
        return {"and": list(parts)}

    def any(self, parts: Sequence[Any]) -> Any:
        return {"or": list(parts)}

    def at_least(self, k: int, parts: Sequence[Any]) -> Any:
        return {">=": [self.count(parts), k]}

    def negate(self, part: Any) -> Any:
        return {"!": [part]}

    def compare(self, left: Any, op: str, right: Any) -> Any:
        return {op: [left, right]}

    def branch(self, test: Any, then: Any, otherwise: Any) -> Any:
        return {"if": [test, then, otherwise]}

    select = branch

    def count(self, parts: Sequence[Any]) -> Any:
        return {"+": [{"if": [part, 1, 0]} for part in parts]}

    def sum(self, parts: Sequence[Any], weights: Sequence[Number] | None) -> Any:
        if weights is not None:
            parts = [self.product(part, self.constant(weight)) for part, weight in zip(parts, weights, strict=True)]
        return {"+": list(parts)}

    def product(self, left: Any, right: Any) -> Any:
        return {"*": [left, right]}

    def mean(self, parts: Sequence[Any]) -> Any:
        return {"/": [{"+": list(parts)}, len(parts)]}

    def minimum(self, parts: Sequence[Any]) -> Any:
        return {"min": list(parts)}

    def maximum(self, parts: Sequence[Any]) -> Any:
        return {"max": list(parts)}

    def rounded(self, part: Any, digits: int, half: str) -> Any:
        raise NotImplementedError
