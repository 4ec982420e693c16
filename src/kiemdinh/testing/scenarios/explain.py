"""Why a result differs from what a scenario expects, in the words of the engine's own explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.explanation.targets import levels_of
from kiemdinh.narration.language import speak_of
from kiemdinh.narration.layout import render_text
from kiemdinh.narration.pages import awards_page, warnings_page
from kiemdinh.rules import Truth

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.narration.language import Messages
    from kiemdinh.testing.scenarios.model import Then
    from kiemdinh.testing.scenarios.result import Expectation

__all__ = ["explain_difference"]

_KEYS_OF_MAIN_OUTCOME = ("level", "attainable", "determined", "outcome", "labels")


def explain_difference(then: Then, result: Assessment, wrong: list[Expectation], lang: str) -> str:
    """Return the explanation of the *wrong* expectations: what blocks a level, what supports it, or the awards.

    Each text occurs once, even if it explains several expectations; the result is empty where nothing is wrong.
    """
    texts = [_explain_expectation(one, then, result, lang) for one in wrong]
    about = {one.about for one in wrong}
    if "awards" in about:
        page = awards_page(result, lang)
        texts.append("" if page is None else render_text(page))
    if "warnings" in about:
        page = warnings_page(result, lang)
        texts.append("" if page is None else render_text(page))
    return "\n".join(dict.fromkeys(filter(None, texts))).strip()


def _explain_expectation(one: Expectation, then: Then, result: Assessment, lang: str) -> str:
    """Return the explanation of one expectation; empty for awards and warnings, which are explained together."""
    if one.what in _KEYS_OF_MAIN_OUTCOME:
        return _explain_level(one.expected, result, lang)
    if one.about == "nodes":
        return _explain_node(one.what.removeprefix("nodes."), result, lang)
    if one.about in ("outcomes", "stages", "figures", "says"):
        return result.to_text(lang)
    if one.about in ("blockers", "repair"):
        part = then.blockers if one.about == "blockers" else then.repair
        target = part.target if part is not None else ""
        return _explain_way_to(target, result, lang, repairs=one.about == "repair")
    return ""


def _explain_level(expected: str, result: Assessment, lang: str) -> str:
    """Return what blocks the expected level; if the actual level is higher, what supports the actual level."""
    order = [level.id for level in levels_of(result.framework)]
    got = result.level
    if expected not in order and not result.determined and result.attainable is not None:
        expected = result.attainable.id  # what blocks the attainable level is what keeps the outcome open
    labels_only = result.outcomes[0].kind == "labels"
    if expected in order and (labels_only or got is None or order.index(expected) > order.index(got.id)):
        return _explain_way_to(expected, result, lang, repairs=False)
    why = result.why() if got is not None else None
    return result.to_text(lang) if why is None else why.to_text(lang)


def _explain_node(what: str, result: Assessment, lang: str) -> str:
    """Return why a node has its standing: by which side, for which reason; empty where nothing is known of it."""
    name = what.removesuffix(".level").removesuffix(".attainable")
    node = next((n for n in result.nodes if name in (n.id, n.node)), None)
    if node is None or not (node.side or node.why or node.reasons):
        return ""
    messages = speak_of(result.framework, lang)
    text = _describe_standing(node, messages)
    reasons = [one for one in (node.why, *(messages.text(f"reason.{reason}") for reason in node.reasons)) if one]
    if reasons:
        text = messages.text("tree.why", text=text, why=", ".join(reasons))
    return f"{name}: " + (messages.text(f"standing.side.{node.side}", stands=text) if node.side else text)


def _describe_standing(node: NodeResult, messages: Messages) -> str:
    """Return the verdict, level or score of a node, or that it is unknown."""
    if node.truth is None and node.outcome is not None:
        return messages.name_level(node.outcome)
    return messages.describe_truth(Truth.UNKNOWN if node.truth is None else node.truth)


def _explain_way_to(target: str, result: Assessment, lang: str, *, repairs: bool) -> str:
    """Return what blocks *target*, or its repairs; for None, those of the next level."""
    explanation = result.repairs(target or None) if repairs else result.explain(target or None)
    return explanation.to_text(lang)
