"""Writing rules as sentences of a cell: the usual forms as words, and YAML for the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kiemdinh.diagnostics.message import LANGUAGES
from kiemdinh.exchange.flow import write_flow
from kiemdinh.exchange.workbooks.rule_reader import read_rule
from kiemdinh.exchange.workbooks.rule_words import COUNTED, ITS, NOTES, SIDES, SIGNS, word_in
from kiemdinh.parsing.cells import ReadingError

__all__ = ["write_rule"]

_AGGREGATES: Final = ("sum", "mean", "lowest", "highest")


class _NoWords(Exception):  # noqa: N818 - not an error: YAML is written instead
    """A rule has no form in words."""


def write_rule(rule: Any, lang: str) -> str:
    """Return a condition or quantity, its scalars as texts, as the text of a cell in a language.

    The text reads back as exactly this rule. A rule that words cannot express is YAML in braces.

    >>> print(write_rule({"all": [{"every": "core", "that": "met"}, {"count": "rest", "that": "met", "at_least": "2"}]},
    ...     "en"))
    all of:
    - every core: met
    - at least 2 of rest: met
    """
    text = "\n".join(_RuleWriter(lang).write_lines(rule))
    try:
        return text if read_rule(text) == rule else write_flow(rule)
    except ReadingError:
        return write_flow(rule)


class _RuleWriter:
    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else "en"

    def write_lines(self, rule: Any) -> list[str]:
        """Return the lines of a rule: a sentence, or the head of a group with a line for each part."""
        notes = {key: value for key, value in rule.items() if key in NOTES} if isinstance(rule, Mapping) else {}
        try:
            first, *others = self._say_rule({key: rule[key] for key in rule if key not in notes} if notes else rule)
            return [f"{first} [{write_flow(notes)[1:-1]}]" if notes else first, *others]
        except _NoWords:
            return [write_flow(rule)]

    def _say_rule(self, rule: Any) -> list[str]:
        if isinstance(rule, str):
            return [self._find_word(rule) if rule in ("met", "unmet") else rule]
        if not isinstance(rule, Mapping):
            raise _NoWords
        keys = set(rule)
        for group in ("all", "any"):
            if keys == {group} and isinstance(rule[group], list):
                return [
                    f"{self._find_word(group)}:",
                    *(line for part in rule[group] for line in self._write_bullet(part)),
                ]
        if keys == {"not"}:
            return self._write_prefixed(f"{self._find_word('not')}: ", rule["not"])
        if keys == {"every", "that"}:
            return self._write_prefixed(f"{self._find_word('every')} {rule['every']}: ", rule["that"])
        for kind in ("count", "share"):
            if kind in keys and keys <= {kind, "that"}:
                return self._say_members(f"{self._find_word(kind)} {rule[kind]}", rule)
        return self._say_count(rule) or [self._say_comparison(rule)]

    def _write_bullet(self, part: Any) -> list[str]:
        first, *others = self.write_lines(part)
        return [f"- {first}", *(f"  {line}" for line in others)]

    def _write_prefixed(self, words: str, inner: Any) -> list[str]:
        if isinstance(inner, Mapping) and NOTES & set(inner):
            return [words + write_flow(inner)]  # in brackets these would apply to the whole sentence
        first, *others = self.write_lines(inner)
        return [words + first, *others]

    def _say_count(self, rule: Mapping[str, Any]) -> list[str]:
        """Return the lines for a count or a share of the members of a set; none where the rule is neither."""
        kind = next((key for key in ("count", "share") if key in rule), None)
        comparator = next((key for key in COUNTED if key in rule), None)
        if kind is None or comparator is None or set(rule) - {"that"} != {kind, comparator}:
            return []
        words = (
            f"{self._find_word(comparator)} {self._say_scalar(rule[comparator])} {self._find_word('in')} {rule[kind]}"
        )
        return self._say_members(words, rule)

    def _say_members(self, words: str, rule: Mapping[str, Any]) -> list[str]:
        return self._write_prefixed(f"{words}: ", rule["that"]) if "that" in rule else [words]

    def _say_comparison(self, rule: Mapping[str, Any]) -> str:
        quantity = {key: value for key, value in rule.items() if key not in SIGNS}
        compared = [f"{SIGNS[key]} {self._say_value(value)}" for key, value in rule.items() if key in SIGNS]
        return " ".join([self._say_quantity(quantity), *compared])

    def _say_quantity(self, quantity: Mapping[str, Any]) -> str:
        keys = set(quantity)
        if keys == {"value"}:
            return str(quantity["value"])
        if keys == {"value", "per"}:
            return f"{quantity['value']} / {quantity['per']}"
        if keys == {"its"} and quantity["its"] in ITS:
            return self._find_word(quantity["its"])
        for key in ("change", "outcome", "award"):
            if keys == {key} and isinstance(quantity[key], str):
                return f"{self._find_word(key)} {quantity[key]}"
        if keys == {"outcome", "side"} and quantity["side"] in SIDES:
            return f"{self._find_word('outcome')} {quantity['outcome']} {self._find_word(quantity['side'])}"
        for key in _AGGREGATES:
            if key in keys and keys - {"weight"} == {key, "of"}:
                return (
                    f"{self._find_word(key)} {self._say_weighted(quantity)} {self._find_word('over')} {quantity[key]}"
                )
        raise _NoWords

    def _say_weighted(self, quantity: Mapping[str, Any]) -> str:
        parts = [quantity["of"], *([quantity["weight"]] if "weight" in quantity else [])]
        if not all(isinstance(part, Mapping) and set(part) <= {"value", "per", "its", "change"} for part in parts):
            raise _NoWords
        return " × ".join(map(self._say_quantity, parts))

    def _say_value(self, value: Any) -> str:
        if isinstance(value, list):
            return f" {self._find_word('or')} ".join(map(self._say_scalar, value))
        if not isinstance(value, Mapping):
            return self._say_scalar(value)
        if not {"by", "values"} <= set(value) <= {"by", "values", "otherwise"} or not value["values"]:
            return write_flow(value)
        cases = [
            f"{self._say_scalar(then)} {self._find_word('if')} {value['by']} = {self._say_scalar(choice)}"
            for choice, then in value["values"].items()
        ]
        rest = [f"{self._find_word('else')} {self._say_value(value['otherwise'])}"] if "otherwise" in value else []
        return ", ".join([*cases, *rest])

    def _say_scalar(self, value: Any) -> str:
        if not isinstance(value, str):
            raise _NoWords
        return self._find_word(value) if value in ("true", "false") else value

    def _find_word(self, key: str) -> str:
        return word_in(self.lang, key)
