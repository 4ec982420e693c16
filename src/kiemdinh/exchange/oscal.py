"""Frameworks and crosswalks as NIST OSCAL: a catalog of controls, and a collection of mappings between catalogs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import check_choice, refuse_argument
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.exchange.identifiers import make_uuid, read_change_time, write_line
from kiemdinh.standards.catalogue import load
from kiemdinh.transitions.crosswalks import Crosswalk

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.crosswalks import Relation

__all__ = ["write_oscal_catalog", "write_oscal_mapping"]

_VERSION: Final = "1.2.1"
"""The version of OSCAL that is written; the mapping model exists from 1.2.0 on."""
_NS: Final = "urn:kiemdinh:oscal"
"""The namespace of properties and parts that kiemdinh defines."""
_TOKEN: Final = re.compile(r"[^\W\d][\w.\-]*")


def write_oscal_catalog(
    framework: AnyFramework, *, lang: str | None = None, changed: dt.date | str | None = None
) -> dict[str, Any]:
    """Return a framework as an OSCAL catalog, as plain data for ``json.dumps``.

    A node that is judged becomes a control, a node that only groups others becomes a group, and a requirement becomes a
    part of a statement of its control. Rules, figures, outcomes and awards have no place in a catalog and are left out.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework.
    lang
        The language of titles and statements, ``vi`` or ``en``; None for that of the definition.
    changed
        The day of ``last-modified``; None takes the first day in force.

    Raises
    ------
    InputError
        The framework cannot be loaded, or no day is known (KD330).

    Examples
    --------
    >>> from kiemdinh.exchange import write_oscal_catalog
    >>> catalog = write_oscal_catalog("vn.tt57-2026.gdtx", lang="en")["catalog"]
    >>> catalog["groups"][0]["controls"][0]["id"]
    '_1.1'
    """
    speech = None if lang is None else check_choice("lang", lang, LANGUAGES)
    found = load(framework)
    return {"catalog": _Catalog(found, speech or found.language).write(read_change_time(found, changed))}


def write_oscal_mapping(
    crosswalk: Crosswalk, *, lang: str | None = None, changed: dt.date | str | None = None
) -> dict[str, Any]:
    """Return a crosswalk as an OSCAL mapping collection between the two catalogs of :func:`write_oscal_catalog`.

    Nodes are mapped as controls and levels as statements. Relations of figures, outcomes and awards are left out: they
    are in no catalog. The summaries of gaps name controls without a counterpart.

    Parameters
    ----------
    crosswalk
        The crosswalk, as :func:`kiemdinh.load_crosswalk` returns it.
    lang
        The language of the reasons, ``vi`` or ``en``; None for that of the target.
    changed
        The day of ``last-modified``; None takes the first day in force of the target.

    Raises
    ------
    InputError
        *crosswalk* is not a crosswalk or relates no nodes (KD330), or no day is known.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> from kiemdinh.exchange import write_oscal_mapping
    >>> why = {"en": "Both ask for a plan"}
    >>> relation = {"from": "1.1", "to": "1.1", "is": "subset-of", "why": why, "confidence": "low"}
    >>> ends = {"from": "vn.tt18-2018", "to": "vn.tt57-2026.pho-thong"}
    >>> crosswalk = kd.load_crosswalk({"kiemdinh": 1, "crosswalk": ends, "relations": [relation]})
    >>> mapping = write_oscal_mapping(crosswalk)["mapping-collection"]["mappings"][0]
    >>> mapping["maps"][0]["relationship"], mapping["maps"][0]["sources"]
    ('subset-of', [{'type': 'control', 'id-ref': '_1.1'}])
    """
    if not isinstance(crosswalk, Crosswalk):
        refuse_argument("crosswalk", crosswalk, Message("a crosswalk"))
    speech = None if lang is None else check_choice("lang", lang, LANGUAGES)
    time = read_change_time(crosswalk.target, changed)
    return {"mapping-collection": _Collection(crosswalk, speech or crosswalk.target.language).write(time)}


@dataclass(frozen=True)
class _Catalog:
    framework: Framework
    lang: str

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The tokens of nodes and of the levels of criteria, by their ids."""
        nodes = self.framework.nodes
        levels = (f"{info.id}/{step}" for info in nodes.values() for step in info.steps)
        return _make_tokens((*nodes, *levels))

    def write(self, changed: str) -> dict[str, Any]:
        framework, source = self.framework, self.framework.definition.source
        top = [info for info in framework.nodes.values() if info.parent is None]
        document = " ".join(filter(None, (source.document, source.part)))
        return {
            "uuid": make_uuid("oscal", framework.edition, "catalog"),
            "metadata": {
                "title": write_line(framework.title(self.lang)),
                "last-modified": changed,
                "version": framework.edition,
                "oscal-version": _VERSION,
                "props": [
                    _make_property("document", document),
                    _make_property("digest", framework.digest),
                ],
            },
            **self._write_children(top),
        }

    def _write_children(self, infos: list[NodeInfo]) -> dict[str, Any]:
        """Return the groups, or the controls, of some nodes; if one of the nodes is judged, all become controls."""
        if not infos:
            return {}
        if all(info.verdict is None for info in infos):
            return {"groups": [self._write_group(info) for info in infos]}
        return {"controls": [self._write_control(info) for info in infos]}

    def _write_group(self, info: NodeInfo) -> dict[str, Any]:
        return {**self._write_head(info), **self._write_notes(info), **self._write_children(self._parts_of(info))}

    def _write_control(self, info: NodeInfo) -> dict[str, Any]:
        parts = self._parts_of(info)
        inner = [part for part in parts if part.layer is not None]
        statements = [part for part in parts if part.layer is None]
        notes = self._write_notes(info)
        found = [
            *(self._write_level(info, step) for step in info.levels),
            *([self._write_statement(info, statements)] if statements else []),
            *notes.get("parts", []),
        ]
        return {
            **self._write_head(info),
            **({"parts": found} if found else {}),
            **({"controls": [self._write_control(part) for part in inner]} if inner else {}),
        }

    def _write_level(self, info: NodeInfo, step: str) -> dict[str, Any]:
        found = self.framework.definition.find_step(info.scale, step)
        title = None if found is None else found.text_in(self.lang)
        asked = [self.framework.nodes[one] for one in info.levels[step]]
        return {
            "id": self.ids[f"{info.id}/{step}"],
            "name": "statement",
            "title": write_line(title or step),
            "props": [_make_label(f"{info.id}/{step}")],
            **({"parts": [self._write_item(one) for one in asked]} if asked else {}),
        }

    def _write_statement(self, info: NodeInfo, parts: list[NodeInfo]) -> dict[str, Any]:
        name = f"{self.ids[info.id]}_smt"
        return {"id": name, "name": "statement", "parts": [self._write_item(part) for part in parts]}

    def _write_item(self, info: NodeInfo) -> dict[str, Any]:
        parts = self._parts_of(info)
        text = info.node.text_in(self.lang)
        return {
            "id": self.ids[info.id],
            "name": "item",
            "props": self._list_properties(info),
            **({"prose": text} if text else {}),
            **({"parts": [self._write_item(part) for part in parts]} if parts else {}),
        }

    def _write_head(self, info: NodeInfo) -> dict[str, Any]:
        layer = None if info.layer is None else info.layer.id
        return {
            "id": self.ids[info.id],
            **({"class": layer} if layer is not None and _TOKEN.fullmatch(layer) else {}),
            "title": write_line(info.node.text_in(self.lang) or info.id),
            "props": self._list_properties(info),
        }

    def _list_properties(self, info: NodeInfo) -> list[dict[str, Any]]:
        citation = info.citation
        own = (("cite", citation.cite), ("certainty", citation.certainty), *(("tag", tag) for tag in info.tags))
        return [_make_label(info.id), *(_make_property(name, value) for name, value in own if value)]

    def _write_notes(self, info: NodeInfo) -> dict[str, Any]:
        """Return parts with the warnings of the text as guidance, and with the evidence that it names."""
        named = (("guidance", None, info.node.guards), ("evidence", _NS, info.node.evidence))
        parts = [
            {"name": name, **({"ns": ns} if ns else {}), "prose": text}
            for name, ns, texts in named
            for text in filter(None, (one.text_in(self.lang) for one in texts))
        ]
        return {"parts": parts} if parts else {}

    def _parts_of(self, info: NodeInfo) -> list[NodeInfo]:
        return [self.framework.nodes[part] for part in info.parts]


@dataclass(frozen=True)
class _Collection:
    crosswalk: Crosswalk
    lang: str

    def write(self, changed: str) -> dict[str, Any]:
        source, target = self.crosswalk.source, self.crosswalk.target
        title = f"{source.edition} → {target.edition}"
        resources = [
            {
                "uuid": make_uuid("oscal", framework.edition, "resource"),
                "title": write_line(framework.title(self.lang)),
                "rlinks": [{"href": f"{framework.edition}.json", "media-type": "application/oscal+json"}],
            }
            for framework in (source, target)
        ]
        return {
            "uuid": make_uuid("oscal", source.edition, target.edition, "mapping-collection"),
            "metadata": {
                "title": title, "last-modified": changed, "version": target.edition, "oscal-version": _VERSION,
            },
            "provenance": {
                "method": "human",
                "matching-rationale": "semantic",
                "status": "complete",
                "mapping-description": title,
            },
            "mappings": [self._write_mapping(resources)],
            "back-matter": {"resources": resources},
        }  # fmt: skip

    def _write_mapping(self, resources: list[dict[str, Any]]) -> dict[str, Any]:
        source, target = self.crosswalk.source, self.crosswalk.target
        ids = (_Catalog(source, self.lang).ids, _Catalog(target, self.lang).ids)
        maps = [
            self._write_map(relation, ids[0][relation.source], ids[1][relation.target])
            for relation in self.crosswalk.relations
            if relation.source is not None and relation.source in ids[0]
            if relation.target is not None and relation.target in ids[1]
        ]
        if not maps:
            refuse_argument("crosswalk", self.crosswalk, Message("a crosswalk that relates nodes or levels"))
        mapping = {
            "uuid": make_uuid("oscal", source.edition, target.edition, "mapping"),
            "source-resource": {"type": "catalog", "href": f"#{resources[0]['uuid']}"},
            "target-resource": {"type": "catalog", "href": f"#{resources[1]['uuid']}"},
            "maps": maps,
        }
        for side, framework, names in (("source", source, ids[0]), ("target", target, ids[1])):
            alone = self._list_alone(side, framework)
            if alone:
                mapping[f"{side}-gap-summary"] = {
                    "uuid": make_uuid("oscal", source.edition, target.edition, "gap", side),
                    "unmapped-controls": [{"with-ids": [names[node] for node in alone]}],
                }
        return mapping

    def _write_map(self, relation: Relation, source: str, target: str) -> dict[str, Any]:
        ends = (self.crosswalk.source.edition, self.crosswalk.target.edition)
        return {
            "uuid": make_uuid("oscal", *ends, "map", relation.source or "", relation.target or "", relation.kind),
            "relationship": relation.kind,
            "sources": [_write_end(relation.source, source)],
            "targets": [_write_end(relation.target, target)],
            "confidence-score": {"category": relation.confidence},
            **({"props": [_make_property("editorial", "true")]} if relation.editorial else {}),
            **({"remarks": why} if (why := relation.why.text_in(self.lang)) else {}),
        }

    def _list_alone(self, side: str, framework: Framework) -> list[str]:
        """Return the controls of a side that no relation maps, or that have no counterpart by a relation."""
        unmapped = set(self.crosswalk.unmapped_source if side == "source" else self.crosswalk.unmapped_target)
        unmapped |= {getattr(one, side) or "" for one in self.crosswalk.relations if one.kind == "none"}
        return [info.id for info in framework.nodes.values() if info.layer is not None and info.id in unmapped]


def _write_end(end: str | None, token: str) -> dict[str, str]:
    return {"type": "statement" if "/" in (end or "") else "control", "id-ref": token}


def _make_tokens(names: Iterable[str]) -> dict[str, str]:
    """Return a token of OSCAL for each name, no two the same: it begins with a letter or _ and has no slash.

    >>> _make_tokens(["1.1", "1.1/muc-1", "area"])
    {'1.1': '_1.1', '1.1/muc-1': '_1.1_muc-1', 'area': 'area'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        found[name] = next(one for one in _list_tokens(name) if one not in taken)
        taken.add(found[name])
    return found


def _list_tokens(name: str) -> Iterator[str]:
    token = re.sub(r"[^\w.\-]", "_", name)
    token = token if _TOKEN.fullmatch(token) else f"_{token}"
    yield token
    number = 2
    while True:
        yield f"{token}-{number}"
        number += 1


def _make_label(name: str) -> dict[str, str]:
    return {"name": "label", "value": name}


def _make_property(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _NS, "value": write_line(value)}
