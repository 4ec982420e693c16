"""Words such as *nếu có* and *where needed* in the text of a requirement that always applies (KD541)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis.sites import walk_parts
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.quantity_words import CONDITIONAL, NEGATING
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import AnyOf, Every, NotOf, ValueCompared

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


def check_conditional_words(study: Study) -> Iterator[LintFinding]:
    """Find requirements whose text says that they do not always apply, and that have neither ``when`` nor the like.

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
    """Return whether a node, or one above it, may not apply, or whether its rule holds of what is not there."""
    nodes = study.framework.nodes
    above = (nodes[name].node for name in study.framework.outline.ancestors_of(info.id))
    return any(map(_has_condition, (info.node, *above))) or any(
        isinstance(part, AnyOf | NotOf | Every) for part, _ in walk_parts(info.node.met_if)
    )


def _has_condition(node: Node) -> bool:
    return node.when is not None or bool(node.may_not_apply)
