"""Numbers that a text names and its rule does not ask for, and the reverse (KD535, KD536)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.analysis.sites import walk_parts
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.rule_numbers import list_numbers, numbers_in
from kiemdinh.linter.checks.text_numbers import has_number, numbers_demanded, numbers_named
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import Compared, Localised

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["check_numbers_in_text"]

_RULES: Final = ("met_if", "warn_unless", "when")


def check_numbers_in_text(study: Study) -> Iterator[LintFinding]:
    """Find requirements whose text asks for a number that no rule does, then texts whose rule asks for another one.

    What a text says is guessed from its words, so that nothing here is proved. Linear in the size of the definition,
    with defined names written out.
    """
    for info in study.framework.nodes.values():
        if info.is_requirement:
            yield from _find_in_text_alone(study, info)
    for part, path in walk_parts(study.framework.definition):
        if isinstance(part, Localised):
            yield from _find_in_rule_alone(study, part, path)


def _find_in_text_alone(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    if info.node.indicators:
        return
    demands = [(quote, at) for text, at in _list_texts(info.node, info.path) for quote in numbers_demanded(text)]
    rules = (info.node.met_if, info.node.warn_unless)
    if demands and not numbers_in(study.framework.definition, rules):
        quote, path = demands[0]
        yield make_finding(
            study,
            "KD535",
            Message("the text of '{id}' names a number to be reached, and no rule does", id=info.id),
            path,
            found=quote,
            hint=Message("declare an input and say met_if, or warn_unless where a person decides"),
        )


def _find_in_rule_alone(study: Study, part: Any, path: Path) -> Iterator[LintFinding]:
    """Yield a finding where a text names numbers, and its own rule asks for others only."""
    definition = study.framework.definition
    rules = (part,) if isinstance(part, Compared) else tuple(getattr(part, key, None) for key in _RULES)
    asked = numbers_in(definition, rules)
    texts = [(text, at) for text, at in _list_texts(part, path) if has_number(text)]
    if asked and texts and not asked & {number for text, _ in texts for number in numbers_named(text)}:
        text, at = texts[0]
        written = sorted({number.written for rule in rules for number in list_numbers(definition, rule)})
        yield make_finding(
            study,
            "KD536",
            Message("the text names other numbers than the rule"),
            at,
            expected=Message.join(written),
            found=text,
        )


def _list_texts(part: Localised, path: Path) -> Iterator[tuple[str, Path]]:
    for code in ("vi", "en"):
        if getattr(part, code) is not None:
            yield getattr(part, code), (*path, code)
    for code, text in (part.text or {}).items():
        yield text, (*path, "text", code)
