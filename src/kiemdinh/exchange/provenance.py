"""The provenance of a result in W3C PROV: PROV-JSON, and PROV-N for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.api.assessment import Assessment
from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.message import Message
from kiemdinh.exchange.identifiers import make_uuid

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier

__all__ = ["write_prov", "write_prov_n"]

_PREFIX: Final = {"kd": "urn:kiemdinh:prov:"}
_ROLES: Final[Mapping[str, tuple[str, str]]] = {
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "used": ("prov:activity", "prov:entity"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "hadMember": ("prov:collection", "prov:entity"),
}
"""The relations that are written, each with the roles of its two ends."""
_OPTIONAL_ENDS: Final = {"wasGeneratedBy": 1, "used": 1, "wasDerivedFrom": 0, "wasAssociatedWith": 1}
"""How many further arguments PROV-N writes as a dash."""


def write_prov(result: Assessment) -> dict[str, Any]:
    """Return the provenance of a result in PROV-JSON, as plain data for ``json.dumps``.

    Entities are the edition of the framework, the dossier and the result, each with its digest, and the items of
    evidence by their codes; the activity is the assessment by this version of kiemdinh; agents are the software, the
    school if the dossier names it, and the issuers of items of evidence.

    Returns
    -------
    dict
        The document. Identifiers are derived from the digests, so that the same result gives the same document. The
        cost is linear in the items of evidence.

    Raises
    ------
    InputError
        *result* is not the result of an assessment (KD330).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> from kiemdinh.exchange import write_prov
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"school": {"name": "A"}}, on="2027-06-30")
    >>> [entity["prov:label"] for entity in write_prov(result)["entity"].values()]
    ['vn.tt57-2026.gdtx@2026-07-07', 'Dossier of A', 'Result of A']
    """
    if not isinstance(result, Assessment):
        refuse_argument("result", result, Message("the result of an assessment"))
    return _Document(result).write()


def write_prov_n(result: Assessment) -> str:
    r"""Return the document of :func:`write_prov` in PROV-N, the notation of PROV for people.

    >>> import kiemdinh as kd
    >>> from kiemdinh.exchange import write_prov_n
    >>> print(*write_prov_n(kd.assess("vn.tt57-2026.gdtx", {}, on="2027-06-30")).splitlines()[:2], sep="\n")
    document
      prefix kd <urn:kiemdinh:prov:>
    """
    return "".join(line + "\n" for line in _list_statements(write_prov(result)))


class _Document:
    def __init__(self, result: Assessment) -> None:
        self.result = result
        self.relations: dict[str, dict[str, Any]] = {}
        self.agents: dict[str, dict[str, Any]] = {}

    def write(self) -> dict[str, Any]:
        result, dossier = self.result, self.result.dossier
        name = dossier.school.name or dossier.school.id or "a school"
        dates = result.to_dict()["dates"]
        said = json.dumps(dates, sort_keys=True)
        origin = (
            result.framework_digest,
            result.confirmations_digest or "",
            result.dossier_digest,
            result.engine,
            said,
        )
        framework = _make_name("framework", result.framework.edition, result.framework_digest)
        records = _make_name("dossier", result.dossier_digest)
        activity, outcome = _make_name("assessment", *origin), _make_name("result", *origin)
        entities = {
            framework: {"prov:label": result.framework.edition, "kd:digest": result.framework_digest},
            records: {
                "prov:label": f"Dossier of {name}",
                "prov:type": {"$": "prov:Collection", "type": "prov:QUALIFIED_NAME"},
                "kd:digest": result.dossier_digest,
            },
            outcome: {"prov:label": f"Result of {name}", **({"kd:level": result.level.id} if result.level else {})},
            **self._list_evidence(dossier, records),
        }
        software = self._add_agent("prov:SoftwareAgent", f"kiemdinh {result.engine}")
        self._add_relation("used", activity, framework)
        self._add_relation("used", activity, records)
        self._add_relation("wasGeneratedBy", outcome, activity)
        self._add_relation("wasDerivedFrom", outcome, framework)
        self._add_relation("wasDerivedFrom", outcome, records)
        self._add_relation("wasAssociatedWith", activity, software)
        if dossier.school.name or dossier.school.id:
            self._add_relation("wasAttributedTo", records, self._add_agent("prov:Organization", name))
        about = {f"kd:{key}": str(value) for key, value in dates.items() if value is not None}
        return {
            "prefix": dict(_PREFIX),
            "entity": entities,
            "activity": {activity: {"prov:label": f"Assessment of {name}", "kd:engine": result.engine, **about}},
            "agent": self.agents,
            **self.relations,
        }

    def _list_evidence(self, dossier: Dossier, records: str) -> dict[str, dict[str, Any]]:
        found = {}
        for code, item in (dossier.evidence or {}).items():
            entity = _make_name("evidence", self.result.dossier_digest, code)
            dates = {"kd:issued": item.issued, "kd:until": item.until}
            found[entity] = {
                "prov:label": item.title or code,
                "kd:code": code,
                **{key: day.isoformat() for key, day in dates.items() if day is not None},
            }
            self._add_relation("hadMember", records, entity)
            if item.issuer:
                self._add_relation("wasAttributedTo", entity, self._add_agent("prov:Agent", item.issuer))
        return found

    def _add_agent(self, kind: str, label: str) -> str:
        name = _make_name("agent", kind, label)
        type_of = {} if kind == "prov:Agent" else {"prov:type": {"$": kind, "type": "prov:QUALIFIED_NAME"}}
        self.agents[name] = {"prov:label": label, **type_of}
        return name

    def _add_relation(self, relation: str, one: str, other: str) -> None:
        first, second = _ROLES[relation]
        self.relations.setdefault(relation, {})[f"_:{make_uuid(relation, one, other)}"] = {first: one, second: other}


def _make_name(kind: str, *names: str) -> str:
    return f"kd:{kind}-{make_uuid('prov', kind, *names)}"


def _list_statements(document: Mapping[str, Any]) -> Iterator[str]:
    yield "document"
    for prefix, namespace in document["prefix"].items():
        yield f"  prefix {prefix} <{namespace}>"
    for kind in ("entity", "activity", "agent"):
        for name, attributes in document[kind].items():
            times = ", -, -" if kind == "activity" else ""
            pairs = ", ".join(f"{key}={_write_value(value)}" for key, value in attributes.items())
            yield f"  {kind}({name}{times}, [{pairs}])"
    for relation, roles in _ROLES.items():
        for ends in document.get(relation, {}).values():
            further = ", -" * _OPTIONAL_ENDS.get(relation, 0)
            yield f"  {relation}({ends[roles[0]]}, {ends[roles[1]]}{further})"
    yield "endDocument"


def _write_value(value: Any) -> str:
    if isinstance(value, dict):
        return f"'{value['$']}'"
    return json.dumps(value, ensure_ascii=False)
