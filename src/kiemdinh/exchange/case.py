"""A framework as a package of 1EdTech CASE 1.1: its items, their associations, and rubrics of its levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import check_choice, check_text
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.exchange.identifiers import make_uuid, read_change_time, write_line
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["write_case"]

_EXTENSION: Final = "kiemdinh"
"""The key in extensions of the data for which CASE has no field."""


def write_case(
    framework: AnyFramework,
    *,
    lang: str | None = None,
    changed: dt.date | str | None = None,
    creator: str | None = None,
) -> dict[str, Any]:
    """Return a framework as a CFPackage of CASE 1.1, as plain data for ``json.dumps``.

    Every node is a CFItem, a child of the item of its parent node. Criteria that are judged by levels make a rubric for
    each scale. Rules, figures, outcomes and awards have no place in CASE and are left out.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework.
    lang
        The language of the statements, ``vi`` or ``en``; None for that of the definition. Extensions have the texts of
        both languages.
    changed
        The day of ``lastChangeDateTime``; None takes the first day in force.
    creator
        The body that promulgates the framework, which CASE requires; None takes the document of law.

    Returns
    -------
    dict
        The package. Identifiers are derived from the id, the edition and the node, so that they stay the same.

    Raises
    ------
    InputError
        The framework cannot be loaded, an argument is wrong, or no day is known (KD330).

    Examples
    --------
    >>> from kiemdinh.exchange import write_case
    >>> package = write_case("vn.tt57-2026.gdtx", lang="en")
    >>> package["CFDocument"]["title"], package["CFItems"][1]["humanCodingScheme"]
    ('Quality assurance of continuing education', '1.1')
    """
    speech = None if lang is None else check_choice("lang", lang, LANGUAGES)
    who = None if creator is None else check_text("creator", creator)
    found = load(framework)
    return _Package(found, speech or found.language, read_change_time(found, changed), who).write()


@dataclass(frozen=True, slots=True)
class _Package:
    framework: Framework
    lang: str
    changed: str
    creator: str | None

    def write(self) -> dict[str, Any]:
        nodes = self.framework.nodes
        package = {
            "CFDocument": self._write_document(),
            "CFItems": [self._write_item(info) for info in nodes.values()],
            "CFAssociations": list(self._write_associations()),
        }
        rubrics = [self._write_rubric(scale) for scale in self._list_scales()]
        return package | ({"CFRubrics": rubrics} if rubrics else {})

    def _write_document(self) -> dict[str, Any]:
        framework, source = self.framework, self.framework.definition.source
        return {
            **self._write_identity("CFDocument"),
            "caseVersion": "1.1",
            "creator": write_line(self.creator or source.document),
            "title": write_line(framework.title(self.lang)),
            **_without_none(
                description=source.part,
                statusStartDate=source.in_force and source.in_force.isoformat(),
                statusEndDate=source.until and source.until.isoformat(),
            ),
            "language": self.lang,
            "version": framework.edition,
            "notes": framework.digest,
        }

    def _write_item(self, info: NodeInfo) -> dict[str, Any]:
        return {
            **self._write_identity("CFItem", info.id),
            "fullStatement": info.node.text_in(self.lang) or info.id,
            "humanCodingScheme": info.id,
            "CFItemType": self._name_type(info),
            "language": self.lang,
            **_without_none(notes=info.citation.cite),
            "extensions": {_EXTENSION: _write_extension(info)},
        }

    def _name_type(self, info: NodeInfo) -> str:
        if info.layer is None:
            return Message("Requirement").text_in(self.lang)
        return write_line(info.layer.text_in(self.lang) or info.layer.id)

    def _write_associations(self) -> Iterator[dict[str, Any]]:
        document = self._write_link("CFDocument", title=self.framework.title(self.lang))
        numbers: dict[str | None, int] = {}
        for info in self.framework.nodes.values():
            numbers[info.parent] = numbers.get(info.parent, 0) + 1
            above = (
                document
                if info.parent is None
                else self._write_link("CFItem", info.parent, title=self._name_node(info.parent))
            )
            yield {
                **self._write_identity("CFAssociation", info.id),
                "associationType": "isChildOf",
                "sequenceNumber": numbers[info.parent],
                "originNodeURI": self._write_link("CFItem", info.id, title=self._name_node(info.id)),
                "destinationNodeURI": above,
            }

    def _list_scales(self) -> list[str]:
        """Return the scales by whose steps nodes have requirements, in the order of the tree."""
        return list(dict.fromkeys(info.scale for info in self.framework.nodes.values() if info.levels and info.scale))

    def _write_rubric(self, scale: str) -> dict[str, Any]:
        judged = [info for info in self.framework.nodes.values() if info.levels and info.scale == scale]
        definition = self.framework.definition.scales[scale]
        return {
            **self._write_identity("CFRubric", scale),
            "title": write_line(definition.text_in(self.lang) or scale),
            "CFRubricCriteria": [
                self._write_criterion(scale, info, position) for position, info in enumerate(judged, 1)
            ],
        }

    def _write_criterion(self, scale: str, info: NodeInfo, position: int) -> dict[str, Any]:
        return {
            **self._write_identity("CFRubricCriterion", scale, info.id),
            "description": self._name_node(info.id),
            "CFItemURI": self._write_link("CFItem", info.id, title=self._name_node(info.id)),
            "position": position,
            "rubricId": make_uuid("case", self.framework.edition, "CFRubric", scale),
            "CFRubricCriterionLevels": [
                self._write_level(scale, info, step, number) for number, step in enumerate(info.steps, 1)
            ],
        }

    def _write_level(self, scale: str, info: NodeInfo, step: str, position: int) -> dict[str, Any]:
        asked = [self.framework.nodes[one].node for one in info.levels.get(step, ())]
        texts = "\n".join(node.text_in(self.lang) or node.id for node in asked)
        return {
            **self._write_identity("CFRubricCriterionLevel", scale, info.id, step),
            **({"description": texts} if texts else {}),
            "quality": write_line(self._name_step(scale, step)),
            "position": position,
            "rubricCriterionId": make_uuid("case", self.framework.edition, "CFRubricCriterion", scale, info.id),
        }

    def _name_step(self, scale: str, step: str) -> str:
        found = self.framework.definition.find_step(scale, step)
        return (found and found.text_in(self.lang)) or step

    def _name_node(self, node: str) -> str:
        return write_line(self.framework.nodes[node].node.text_in(self.lang) or node)

    def _write_identity(self, *names: str) -> dict[str, Any]:
        identifier = make_uuid("case", self.framework.edition, *names)
        return {"identifier": identifier, "uri": f"urn:uuid:{identifier}", "lastChangeDateTime": self.changed}

    def _write_link(self, *names: str, title: str) -> dict[str, Any]:
        identifier = make_uuid("case", self.framework.edition, *names)
        return {"title": write_line(title), "identifier": identifier, "uri": f"urn:uuid:{identifier}"}


def _write_extension(info: NodeInfo) -> dict[str, Any]:
    node = info.node
    return _without_none(
        vi=node.vi,
        en=node.en,
        level=info.level,
        tags=list(node.tags) or None,
        cite=info.citation.cite,
        certainty=info.citation.certainty,
    )


def _without_none(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
