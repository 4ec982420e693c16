"""Nodes whose text says the word of a tag that they do not carry (KD547)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.report import make_finding

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import NodeInfo, TagDef

__all__ = ["check_tag_words"]

_MIN_LETTERS: Final = 3
"""A shorter word of a tag, such as *A*, is part of too many texts."""


def check_tag_words(study: Study) -> Iterator[LintFinding]:
    """Find nodes whose text has the word of a tag that they do not carry, though some node of their layer does.

    Linear in the number of nodes times that of tags.
    """
    nodes = study.framework.nodes.values()
    for tag, declared in study.framework.definition.tags.items():
        layers = {_layer_of(info) for info in nodes if tag in info.tags}
        named = (*(text for text, _ in list_texts(declared, ())), re.sub(r"[-_]", " ", tag))
        words = [
            text for text in dict.fromkeys(named) if len(text) >= _MIN_LETTERS and _is_word_of(text, declared, tag)
        ]
        if words and layers:
            pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
            for info in nodes:
                if _layer_of(info) in layers and tag not in info.tags:
                    yield from _find_in_texts(study, info, tag, pattern)


def _is_word_of(text: str, declared: TagDef, tag: str) -> bool:
    """Return whether readers see this text for a tag: its own text, or its id of several words."""
    return text in declared.texts or len(re.split(r"[-_]", tag)) > 1


def _layer_of(info: NodeInfo) -> str | None:
    return None if info.layer is None else info.layer.id


def _find_in_texts(study: Study, info: NodeInfo, tag: str, pattern: re.Pattern[str]) -> Iterator[LintFinding]:
    for text, path in list_texts(info.node, info.path):
        match = pattern.search(text)
        if match is not None:
            message = Message(
                "the text of '{node}' says '{word}', and it does not carry the tag '{tag}'",
                node=info.id,
                word=match[0],
                tag=tag,
            )
            yield make_finding(study, "KD547", message, path, found=text)
            return
