"""Sets of ids whose name is a word in the texts of other nodes (KD547).

The set *mandatory* has 1.1, 2.3 and 3.1, and the texts of 1.1, 2.2 and 3.1 end with *(mandatory)*: one of the two lists
is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.cells import code_skeleton, fold_word
from kiemdinh.standards.definition import MANDATORY, SetDef

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import TagDef

__all__ = ["check_set_words"]

_MIN_LETTERS: Final = 4
"""A shorter word, such as *new*, is part of too many texts."""

_MIN_SHARED: Final = 2
"""The fewest members that must have the word of their set, if the word decides who is a member."""


def check_set_words(study: Study) -> Iterator[LintFinding]:
    """Find sets of nodes by their ids that are not the nodes whose texts or tags have the name of the set.

    Linear in the number of nodes times that of sets.
    """
    tags = {tag: _list_words(tag, each) for tag, each in study.framework.definition.tags.items()}
    for name, declared in study.framework.definition.sets.items():
        if not isinstance(declared.ids, tuple | list):
            continue
        words = _list_words(name, declared)
        for tag in (tag for tag, each in tags.items() if each & words):
            yield from _compare_with_tag(study, name, declared, tag)
        layer = study.framework.outline.by_layer.get(declared.among, ())
        saying = [node for node in layer if _says(study, node, words)]
        shared = set(saying) & set(declared.ids)
        if len(shared) >= _MIN_SHARED and set(saying) != set(declared.ids):
            yield _report(study, name, saying, set(declared.ids))


def _compare_with_tag(study: Study, name: str, declared: SetDef, tag: str) -> Iterator[LintFinding]:
    """Yield a note where a set has the name of a tag, and its nodes are not those that carry the tag."""
    layer = study.framework.outline.by_layer.get(declared.among, ())
    carrying = [node for node in layer if tag in study.framework.nodes[node].tags]
    if carrying and set(carrying) != set(declared.ids or ()):
        message = Message("the set '{set}' is not the nodes that carry the tag '{tag}'", set=name, tag=tag)
        expected, found = Message.verbatim(", ".join(carrying)), ", ".join(map(str, declared.ids or ()))
        yield make_finding(study, "KD547", message, ("sets", name, "ids"), expected=expected, found=found)


def _list_words(name: str, declared: SetDef | TagDef) -> set[str]:
    """Return the words of a set or tag, without marks and cases."""
    words = {code_skeleton(word) for word in (name, *declared.texts)}
    if any(fold_word(word) in MANDATORY for word in (name, *declared.texts)):
        words |= {code_skeleton(word) for word in MANDATORY}
    return {word for word in words if len(word) >= _MIN_LETTERS}


def _says(study: Study, node: str, words: set[str]) -> bool:
    info = study.framework.nodes[node]
    texts = [f" {code_skeleton(text)} " for text, _ in list_texts(info.node, info.path)]
    return any(re.search(rf" {re.escape(word)}s? ", text) for word in words for text in texts)


def _report(study: Study, name: str, saying: list[str], members: set[str]) -> LintFinding:
    own = [node for node in study.framework.nodes if node in members]
    message = Message("the texts of other nodes than those of the set '{set}' have its name", set=name)
    return make_finding(
        study,
        "KD547",
        message,
        ("sets", name, "ids"),
        expected=Message.verbatim(", ".join(saying)),
        found=", ".join(own),
    )
