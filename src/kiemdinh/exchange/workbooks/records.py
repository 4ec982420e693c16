"""A definition as the rows of sheets: each row a record, by the paths of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from kiemdinh.exchange.workbooks.sheets import AWARD_ROWS, KIND, LEVEL, OF, OUTCOME_ROWS, RULE, SCALE_ROWS, SHEETS

__all__ = ["SheetRow", "list_rows"]

SheetRow: TypeAlias = dict[str, Any]
"""The content of a row: data by the path of the column."""

_TEXTS: Final = ("vi", "en", "text", "cite", "certainty")
_LISTED: Final = ("layers",)
_MAPS: Final = ("tags", "inputs", "parameters", "sets", "references")


def list_rows(data: Mapping[str, Any]) -> dict[str, list[SheetRow]]:
    """Return the rows of each sheet of a definition, its scalars as texts; together they have all of the definition."""
    outline, requirements = _tree_rows(data.get("tree", []))
    rows = {
        "scales": [row for name, scale in data.get("scales", {}).items() for row in _scale_rows(name, scale)],
        **{key: [_place_record(record, key) for record in data.get(key, [])] for key in _LISTED},
        "tree": outline,
        "requirements": requirements,
        **{
            key: [{"id": name, **_place_record(record, key)} for name, record in data.get(key, {}).items()]
            for key in _MAPS
        },
        "define": [{"id": name, **_rule_row(rule)} for name, rule in data.get("define", {}).items()],
        "outcomes": [row for one in data.get("outcomes", []) for row in _outcome_rows(one)],
        "awards": [row for one in data.get("awards", []) for row in _award_rows(one)],
    }
    rest = {key: value for key, value in data.items() if key not in SHEETS and key != "kiemdinh"}
    return {"head": [{"key": key, "value": value} for key, value in _list_entries(rest)], **rows}


def _list_entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield entries of the first sheet: each key, or each key within a map of short entries."""
    for key, value in data.items():
        if isinstance(value, Mapping) and value and key not in ("expect", "text", "roles"):
            yield from ((f"{key}/{inner}", entry) for inner, entry in value.items())
        else:
            yield key, value


def _place_record(record: Mapping[str, Any], sheet: str) -> SheetRow:
    """Return a record by the paths of columns: parts of a map where the sheet has columns for all of them."""
    paths = {column.path for column in SHEETS[sheet]}
    row: SheetRow = {}
    for key, value in record.items():
        inner = {f"{key}/{name}": entry for name, entry in value.items()} if isinstance(value, Mapping) else {}
        row.update(inner if inner and inner.keys() <= paths else {key: value})
    return row


def _rule_row(rule: Any) -> SheetRow:
    if not isinstance(rule, Mapping):
        return {RULE: rule}
    return {
        RULE: {key: value for key, value in rule.items() if key not in _TEXTS},
        **{key: rule[key] for key in _TEXTS if key in rule},
    }


def _scale_rows(name: str, scale: Mapping[str, Any]) -> Iterator[SheetRow]:
    own = {key: value for key, value in scale.items() if key not in ("steps", "not_reached")}
    if own:
        yield {"scale": name, KIND: SCALE_ROWS["scale"], **own}
    if "not_reached" in scale:
        yield {"scale": name, KIND: SCALE_ROWS["below"], **scale["not_reached"]}
    for step in scale.get("steps", []):
        yield {"scale": name, KIND: SCALE_ROWS["step"], **step}


def _outcome_rows(outcome: Mapping[str, Any]) -> Iterator[SheetRow]:
    name = outcome["id"]
    own = {key: value for key, value in outcome.items() if key not in ("id", "needs", "cases", "otherwise")}
    yield {OF: name, KIND: OUTCOME_ROWS["head"], **own}
    for step, rule in outcome.get("needs", {}).items():
        yield {OF: name, KIND: OUTCOME_ROWS["level"], "id": step, RULE: rule}
    for case in outcome.get("cases", []):
        rest = {key: value for key, value in case.items() if key != "if"}
        yield {OF: name, KIND: OUTCOME_ROWS["case"], **rest, RULE: case["if"]}
    if "otherwise" in outcome:
        yield {OF: name, KIND: OUTCOME_ROWS["otherwise"], **outcome["otherwise"]}


def _award_rows(award: Mapping[str, Any]) -> Iterator[SheetRow]:
    own = {key: value for key, value in award.items() if key not in ("id", "needs")}
    needs = award.get("needs")
    if "ladder" not in award:
        own[RULE] = needs
    yield {OF: award["id"], KIND: AWARD_ROWS["head"], **own}
    if "ladder" in award:
        for step, rule in (needs or {}).items():
            yield {OF: award["id"], KIND: AWARD_ROWS["level"], "id": step, RULE: rule}


def _tree_rows(tree: list[Any]) -> tuple[list[SheetRow], list[SheetRow]]:
    """Return the rows of the outline and those of the requirements of levels, each list in the order of the tree."""
    outline: list[SheetRow] = []
    requirements: list[SheetRow] = []
    ids = [node["id"] for node in _iterate_nodes(tree)]
    repeated = {name for name in ids if ids.count(name) > 1} if len(set(ids)) < len(ids) else set()

    def add_requirement(node: Mapping[str, Any], of: str, level: str | None) -> None:
        address = f"{of}/{level}/{node['id']}" if level is not None else f"{of}/{node['id']}"
        requirements.append({OF: of, **({LEVEL: level} if level is not None else {}), **_leave_parts(node)})
        for part in node.get("parts", []):
            add_requirement(part, address, None)
        for step, inner in node.get("levels", {}).items():
            for one in inner:
                add_requirement(one, address, step)

    def add_node(node: Mapping[str, Any], of: str | None) -> None:
        name = node["id"]
        address = f"{of}/{name}" if name in repeated and of is not None else name
        outline.append({**({OF: of} if of is not None else {}), **_leave_parts(node)})
        for part in node.get("parts", []):
            add_node(part, address)
        for step, inner in node.get("levels", {}).items():
            for one in inner:
                add_requirement(one, address, step)

    for node in tree:
        add_node(node, None)
    return outline, requirements


def _iterate_nodes(nodes: list[Any]) -> Iterator[Mapping[str, Any]]:
    for node in nodes:
        yield node
        yield from _iterate_nodes(node.get("parts", []))


def _leave_parts(node: Mapping[str, Any]) -> SheetRow:
    """Return a node without the parts below it; a level without requirements stays in it as data."""
    kept = {key: value for key, value in node.items() if key not in ("parts", "levels")}
    empty = {step: inner for step, inner in node.get("levels", {}).items() if not inner}
    return {**kept, **({"levels": empty} if empty else {})}
