"""Why something came out otherwise than a scenario expects, in the words of the engine's own explanations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.explanation.targets import levels_of
from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout.text import as_text
from kiemdinh.narration.layout.tree import Block, Page
from kiemdinh.narration.names import Titles
from kiemdinh.narration.sentences.awards import AwardWords
from kiemdinh.narration.sentences.blocking import BlockingWords
from kiemdinh.narration.sentences.notes import NoteWords

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.testing.scenarios.compare import Expectation
    from kiemdinh.testing.scenarios.model import Then

__all__ = ["explained"]


def explained(then: Then, result: Assessment, wrong: list[Expectation], lang: str) -> str:
    """Return the explanation of what is *wrong*: what blocks a level, what carries it, or the awards in question.

    Each is told once, whatever the number of lines that it explains.
    """
    about = {one.about for one in wrong}
    parts = [part for part in (*_of_levels(then, result, wrong, lang), *_of_sections(result, about, lang)) if part]
    return "\n".join(dict.fromkeys(parts)).strip()


def _of_levels(then: Then, result: Assessment, wrong: list[Expectation], lang: str) -> Iterator[str]:
    for one in wrong:
        if one.what in ("level", "attainable", "determined", "outcome", "labels"):
            yield _of_level(one.expected, result, lang)
        elif one.about == "nodes":
            yield _of_node(one.what.removeprefix("nodes."), result)
        elif one.about in ("outcomes", "stages"):
            yield result.to_text(lang)
        elif one.about in ("blockers", "repair"):
            part = then.blockers if one.about == "blockers" else then.repair
            yield _towards(part.target if part is not None else "", result, lang, repairs=one.about == "repair")


def _of_level(expected: str, result: Assessment, lang: str) -> str:
    """Below what was expected, what blocks it; above it, what carries the level that came out."""
    order = [level.id for level in levels_of(result.framework)]
    got = result.level
    if expected not in order and not result.determined and result.attainable is not None:
        expected = result.attainable.id  # what keeps it open
    labels = result.outcomes[0].kind == "labels"
    if expected in order and (labels or got is None or order.index(expected) > order.index(got.id)):
        return _towards(expected, result, lang, repairs=False)
    why = result.why() if got is not None else None
    return result.to_text(lang) if why is None else why.to_text(lang)


def _of_node(what: str, result: Assessment) -> str:
    """Tell why a node stands where it does: who says so, with what reason."""
    name = what.removesuffix(".level").removesuffix(".attainable")
    node = next((n for n in result.nodes if name in (n.id, n.node)), None)
    said = () if node is None else (node.side, node.why, *node.reasons)
    return f"{name}: {', '.join(one for one in said if one)}" if any(said) else ""


def _towards(target: str, result: Assessment, lang: str, *, repairs: bool) -> str:
    told = result.repairs(target or None) if repairs else result.explain(target or None)
    return told.to_text(lang)


def _of_sections(result: Assessment, about: set[str], lang: str) -> Iterator[str]:
    """Tell the awards or the warnings alone where only these are in question."""
    say = Phrases(lang)
    titles = Titles(result.framework, say)
    if "awards" in about:
        whys = {node.id: node.why for node in result.nodes if node.why}
        blocking = BlockingWords(titles, say, whys, True)
        yield _page(AwardWords(titles, say, blocking, result.dates.evidence).sections(result), result)
    if "warnings" in about:
        yield _page(NoteWords(titles, say, True).warnings(result), result)


def _page(blocks: Iterator[Block], result: Assessment) -> str:
    found = tuple(blocks)
    return as_text(Page(result.framework.id, found)) if found else ""
