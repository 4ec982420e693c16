"""Words of a condition in the text of a requirement that has no condition, or the opposite one (KD541).

Such words are *nếu có* and *where needed*, or *without a dormitory* with a ``when`` that asks for one. The name of a
thing counts too, if other requirements ask whether the school has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.distinct_words import words_of
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.quantity_words import CONDITIONAL, NEGATING
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import AnyOf, Every, NotOf, ValueCompared
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import Node, NodeInfo

__all__ = ["check_conditional_words"]

_AT_THE_END: Final = re.compile(
    rf"(?:\(\s*(?P<inside>(?:{CONDITIONAL}|nếu|khi|if|when)\b[^()]*)\)|,\s*(?P<behind>(?:{CONDITIONAL})))\s*[.;]?\s*$",
    re.IGNORECASE,
)
"""Only at the end of a text are they about all of it: *thư viện, vườn trường (nếu có) sạch sẽ* is always asked for."""

_WITHOUT: Final = re.compile(r"\b(?:without|không có)\s+((?:\w+\s*){1,3})", re.IGNORECASE)
_WITH: Final = re.compile(r"(?<!không )\b(?:with|that have|that has|có)\s+((?:\w+\s*){1,3})", re.IGNORECASE)
"""Words before a thing that somebody has, or does not have."""

_MIN_CONDITIONAL: Final = 2
"""The fewest requirements about a thing that make it a custom to ask whether the school has it."""


def check_conditional_words(study: Study) -> Iterator[LintFinding]:
    """Find requirements whose text says that they do not always apply, and that have no ``when`` or similar key.

    Linear in the size of the definition.
    """
    for info in study.framework.nodes.values():
        if _applies_where_there_is_none(info.node):
            yield from _find_opposite(study, info)
        elif info.is_requirement and not _may_be_absent(study, info):
            for text, path in list_texts(info.node, info.path):
                match = _AT_THE_END.search(text)
                if match is not None:
                    yield make_finding(
                        study,
                        "KD541",
                        Message(
                            "the text of '{node}' says that it does not always apply, and nothing else does",
                            node=info.id,
                        ),
                        path,
                        found=match["inside"] or match["behind"],
                        hint=Message("declare an input and write when, or write may_not_apply: true"),
                    )
                    break
        yield from _find_without(study, info)
    yield from _find_always(study)


def _read_asked(study: Study, node: Node) -> tuple[str, bool] | None:
    """Return the question with yes or no that decides whether a node applies, and the answer with which it does."""
    cond = node.when.not_ if isinstance(node.when, NotOf) else node.when
    if not isinstance(cond, ValueCompared) or cond.is_ not in ("true", "false"):
        return None
    declared = study.framework.inputs.get(cond.value)
    if declared is None or declared.type != "yes_no":
        return None
    return cond.value, (cond.is_ == "true") is not isinstance(node.when, NotOf)


def _find_without(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    """Yield a note where a text is for schools without a thing, and ``when`` asks for the thing, or the reverse."""
    asked = _read_asked(study, info.node)
    for text, path in list_texts(info.node, info.path) if asked is not None else ():
        name, is_there = asked or ("", True)
        words = words_of(study.framework.inputs[name].text_in(str(path[-1])) or "")
        without, with_it = (_has_behind(pattern, text, words) for pattern in (_WITHOUT, _WITH))
        if words and without is not with_it and without is is_there:
            message = (
                Message(
                    "the text of '{node}' is about schools that do not have it, and 'when' about schools that have it",
                    node=info.id,
                )
                if without
                else Message("the text of '{node}' is for where there is one, and 'when' for where not", node=info.id)
            )
            yield make_finding(study, "KD541", message, path, found=text, note=True)
            return


def _has_behind(pattern: re.Pattern[str], text: str, words: frozenset[str]) -> bool:
    return any(not words_of(match[1]).isdisjoint(words) for match in pattern.finditer(text))


def _find_always(study: Study) -> Iterator[LintFinding]:
    """Yield a note at the one requirement that mentions a thing and always applies, where others ask for the thing."""
    nodes, outline = study.framework.nodes, study.framework.outline
    asked: dict[str, list[str]] = {}
    for info in nodes.values():
        question = _read_asked(study, info.node)
        if question is not None and question[1]:
            asked.setdefault(question[0], []).extend((info.id, *outline.descendants_of(info.id)))
    requirements = [info for info in nodes.values() if info.is_requirement] if asked else []
    said = {info.id: _read_words(info.node) for info in requirements}
    whose = _list_words_of_subject(study)
    for name, conditional in asked.items():
        words = words_of((study.framework.inputs[name].en or study.framework.inputs[name].vi) or "") - whose
        about = [info for info in requirements if words and words <= said[info.id]]
        always = [info for info in about if info.id not in conditional and not _may_be_absent(study, info)]
        if len(always) == 1 and len(about) > _MIN_CONDITIONAL:
            (info,) = always
            message = Message(
                "others about '{input}' apply only where it is there, and '{node}' always applies",
                input=name,
                node=info.id,
            )
            yield make_finding(study, "KD541", message, info.path, key=True, note=True)


def _list_words_of_subject(study: Study) -> frozenset[str]:
    """Return the words for what is assessed: *the school* in *the school has a kitchen* does not name the thing."""
    word = study.framework.definition.subject.word
    return words_of(f"{word.text_in('vi')} {word.text_in('en')}")


def _read_words(node: Node) -> frozenset[str]:
    return words_of((node.en or node.vi) or "")


def _applies_where_there_is_none(node: Node) -> bool:
    """Return whether a node applies only where the answer to a question is no."""
    when = node.when
    wanted = "true" if isinstance(when, NotOf) else "false"
    cond = when.not_ if isinstance(when, NotOf) else when
    return isinstance(cond, ValueCompared) and cond.is_ == wanted


def _find_opposite(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    for text, path in list_texts(info.node, info.path):
        match = _AT_THE_END.search(text)
        words = "" if match is None else match["inside"] or match["behind"]
        if words and NEGATING.search(words) is None:
            message = Message("the text of '{node}' is for where there is one, and 'when' for where not", node=info.id)
            yield make_finding(study, "KD541", message, path, found=words)
            return


def _may_be_absent(study: Study, info: NodeInfo) -> bool:
    """Return whether a node, or one above it, can be not applicable, or whether its rule holds for a missing thing."""
    nodes = study.framework.nodes
    above = (nodes[name].node for name in study.framework.outline.ancestors_of(info.id))
    return any(map(_has_condition, (info.node, *above))) or any(
        isinstance(part, AnyOf | NotOf | Every) for part, _ in walk_parts(info.node.met_if)
    )


def _has_condition(node: Node) -> bool:
    return node.when is not None or bool(node.may_not_apply)
