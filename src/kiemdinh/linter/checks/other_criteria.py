"""Requirements that cite or name another criterion than their own (KD542, KD543)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.report import make_finding

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["check_other_criteria"]

_ARTICLES: Final = re.compile(
    r"\b(?:điều|articles?|art\.|sections?|§§?|rules?|regulations?)\s*"
    r"(?P<numbers>\d+[a-zđ]?(?:\s*(?:,|và|and|đến|to|[-–])\s*(?:(?:điều|articles?)\s*)?\d+[a-zđ]?\b)*)"
    r"|§\s*(?P<signs>\d+)",
    re.IGNORECASE,
)
_DOCUMENTS: Final = re.compile(
    r"\b(?:thông tư|nghị định|quyết định|luật|tcvn|qcvn|công văn|phụ lục|circular|decree|decision|law|act|code|iso"
    r"|annex)\b(?:\s+(?:số\s+|no\.?\s*)?[\w./-]+)?"
    r"|\d+/\d{4}[\w./-]*",
    re.IGNORECASE,
)
_MAX_RANGE: Final = 200
"""How many articles a range such as *Điều 5 đến Điều 9* may hold; a longer one is taken for two articles."""


def check_other_criteria(study: Study) -> Iterator[LintFinding]:
    """Find nodes that cite another article than those above them, and nodes that are called by another's number.

    Linear in the number of nodes times the depth of the tree.
    """
    cited = _count_articles(study)
    for info in study.framework.nodes.values():
        yield from _find_other_article(study, info, cited)
        yield from _find_other_node(study, info)


# -- articles --------------------------------------------------------------------------------------------------


def _count_articles(study: Study) -> Mapping[str | None, Counter[str]]:
    """Return how many nodes of each layer cite each article."""
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    for info in study.framework.nodes.values():
        if info.node.cite is not None:
            counts[_layer_of(info)].update(_read_articles(info.node.cite))
    return counts


def _layer_of(info: NodeInfo) -> str | None:
    return None if info.layer is None else info.layer.id


def _find_other_article(
    study: Study, info: NodeInfo, cited: Mapping[str | None, Counter[str]]
) -> Iterator[LintFinding]:
    """Yield a finding where a node and the nearest citation above it cite one document, and no article in common.

    It is a note where no neighbour of the node above cites that article: a chapter may take its parts from anywhere.
    """
    own = info.node.cite
    nodes = study.framework.nodes
    above = (name for name in study.framework.outline.ancestors_of(info.id) if nodes[name].node.cite is not None)
    name = next(above, None)
    if own is None or name is None:
        return
    of_name = nodes[name].node.cite or ""
    articles, others = _read_articles(own), _read_articles(of_name)
    if articles and others and articles.isdisjoint(others) and _read_documents(own) <= _read_documents(of_name):
        yield make_finding(
            study,
            "KD542",
            Message("'{node}' cites an article that '{above}' above it does not", node=info.id, above=name),
            (*info.path, "cite"),
            expected=Message("an article of '{node}': {cite}", node=name, cite=of_name),
            found=own,
            # The node above does not cite these articles, so that those who do are its neighbours.
            note=not any(cited[_layer_of(nodes[name])][article] for article in articles),
        )


def _read_documents(cite: str) -> frozenset[str]:
    """Return what a citation names besides articles: other documents, and parts of one."""
    return frozenset(" ".join(match[0].casefold().split()) for match in _DOCUMENTS.finditer(cite))


def _read_articles(cite: str) -> frozenset[str]:
    """Return the numbers of the articles that a citation names."""
    return frozenset(number for match in _ARTICLES.finditer(cite) for number in _list_numbers(match[0]))


def _list_numbers(text: str) -> Iterator[str]:
    """Yield the numbers of a list of articles, those inside a range too."""
    for piece in re.split(r",|\bvà\b|\band\b", text):
        numbers = re.findall(r"\d+", piece)
        yield from numbers
        if len(numbers) == 2 and int(numbers[0]) < int(numbers[1]) <= int(numbers[0]) + _MAX_RANGE:
            yield from map(str, range(int(numbers[0]), int(numbers[1])))


# -- numbers of nodes ------------------------------------------------------------------------------------------


def _find_other_node(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    """Yield a finding where a node cites another node of its layer, or begins with the name of one."""
    outline = study.framework.outline
    family = (info.id, *outline.ancestors_of(info.id))
    texts = [(text, path, True) for text, path in list_texts(info.node, info.path)]
    if info.node.cite is not None:
        texts.append((info.node.cite, (*info.path, "cite"), False))
    for text, path, is_title in texts:
        for name in _list_named(study, text, at_the_beginning=is_title):
            if name not in family and name not in outline.descendants_of(info.id):
                yield make_finding(
                    study,
                    "KD543",
                    Message("'{node}' is called '{other}' in the text", node=info.id, other=name),
                    path,
                    expected=Message.verbatim(info.id),
                    found=text,
                )
                return


def _list_named(study: Study, text: str, *, at_the_beginning: bool) -> Iterator[str]:
    """Yield the ids of nodes that a text names behind the word of their layer, such as *Tiêu chí 1.2*."""
    nodes = study.framework.nodes
    for layer in study.framework.definition.layers:
        for word, _ in list_texts(layer, ()):
            start = r"\s*" if at_the_beginning else r"(?:.*?(?<!\w))??"
            end = r"\s*(?:[:.–-]|$)" if at_the_beginning else ""
            pattern = rf"{start}{re.escape(word)}\s+(?P<id>[\w]+(?:\.[\w]+)*){end}"
            match = re.match(pattern, text, re.IGNORECASE)
            if match is not None and match["id"] in nodes and nodes[match["id"]].layer == layer:
                yield match["id"]
