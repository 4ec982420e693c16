"""Texts that have the words of one input while their rule reads another one (KD566).

A row was copied and its text was changed, but not its input: *nitrate is found* with the deviation of lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.distinct_words import words_of
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.rule_parts import list_rules, read_field, walk_rule
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import Localised
from kiemdinh.standards.names_used import names_in

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import InputDef

__all__ = ["check_other_inputs"]

_MAX_SAYING: Final = 40
"""The most inputs that may share a word that identifies one of them."""


def check_other_inputs(study: Study) -> Iterator[LintFinding]:
    """Find rules and *when* that read one input of a kind, and whose text has only the words of another one.

    A kind is what could be written there by mistake: inputs of one type, unit and period. Linear in the size of the
    definition.
    """
    kinds = _list_kinds(study)
    saying = _list_saying(study, kinds)
    for part, path in study.parts if kinds else ():
        if isinstance(part, Localised):
            read = _list_read(study, part)
            # Where a rule reads several inputs of one kind, its text may be about any of them.
            lone = [name for name in read if name in kinds and not kinds[name] & {*read} - {name}]
            findings = (_compare(study, part, name, saying, kinds[name], path) for name in lone)
            yield from islice((finding for finding in findings if finding is not None), 1)


def _list_kinds(study: Study) -> Mapping[str, AbstractSet[str]]:
    """Return for each input all inputs of its kind, where there are others."""
    kinds: dict[tuple[object, ...], set[str]] = {}
    for name, declared in study.framework.inputs.items():
        if declared.type in ("number", "yes_no", "date") and declared.texts:
            kinds.setdefault((declared.type, declared.unit, declared.each), set()).add(name)
    return {name: names for names in kinds.values() if len(names) > 1 for name in names}


def _list_saying(study: Study, names: Iterable[str]) -> Mapping[str, list[str]]:
    """Return the inputs that have each word in their text, where these are few: a word of many identifies none."""
    saying: dict[str, list[str]] = {}
    for name in names:
        for word in {word for text in study.framework.inputs[name].texts for word in words_of(text)}:
            saying.setdefault(word, []).append(name)
    return {word: each for word, each in saying.items() if len(each) <= _MAX_SAYING}


def _list_read(study: Study, part: Localised) -> list[str]:
    """Return the inputs that the rules of a part read, each once."""
    when = read_field(part, "when")
    rules = [*list_rules(part), *(() if when is None else (when,))]
    parts = [each for rule in rules for each in walk_rule(study.framework.definition, rule)]
    return list(dict.fromkeys(name for each in parts for kind, name in names_in(each) if kind == "inputs"))


def _compare(
    study: Study,
    part: Localised,
    name: str,
    saying: Mapping[str, list[str]],
    kind: AbstractSet[str],
    path: Path,
) -> LintFinding | None:
    own = study.framework.inputs[name]
    said = [(text, at, words_of(text)) for text, at in list_texts(part, path)]
    named = {other for _, _, words in said for word in words for other in saying.get(word, ())}
    for other in sorted(named & kind - {name}):
        their = study.framework.inputs[other]
        places = [(text, at) for text, at, words in said if _is_about(words, own, their, str(at[-1]))]
        if places and not any(_is_about(words, their, own, str(at[-1])) for _, at, words in said):
            found, at = places[0]
            message = Message(
                "the text has the words of '{other}', and the rule reads '{name}'", other=other, name=name
            )
            return make_finding(study, "KD566", message, at, expected=Message.verbatim(other), found=found)
    return None


def _is_about(said: frozenset[str], own: InputDef, other: InputDef, lang: str) -> bool:
    """Return whether words have all words that only the other input has in a language, and none that only one has."""
    one, two = (words_of(text) for text in (own.text_in(lang) or "", other.text_in(lang) or ""))
    return bool(one - two) and bool(two - one) and two - one <= said and said.isdisjoint(one - two)
