"""Reading a definition from the rows of each sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kiemdinh.diagnostics.diagnostic import DataPath
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.exchange.workbooks.definition_builder import DefinitionBuilder
from kiemdinh.exchange.workbooks.row_reader import ReadRow, ReadValue
from kiemdinh.exchange.workbooks.sheets import (
    AWARD_ROWS,
    KIND,
    LEVEL,
    OF,
    OUTCOME_ROWS,
    RULE,
    SCALE_ROWS,
    SHEET_TITLES,
    SHEETS,
    find_row_kind,
    keys_of_path,
)

__all__ = ["read_rows_of"]

_NO_ID: Final = Message("this row has no id")
_NO_OWNER: Final = Message("this row does not say what it is a part of")
_HOW_PARTS_ARE_NAMED: Final = Message(
    "a part comes below the row to which it belongs; the requirement a of 1.1 at muc-1 is 1.1/muc-1/a"
)


def read_rows_of(key: str, rows: Sequence[ReadRow], builder: DefinitionBuilder) -> None:
    """Put the rows of a sheet into a definition; contradictions are reported at their cells.

    If a cell of a row was refused, nothing more is reported about the row.
    """
    before = len(builder.problems)
    _READERS[key](key, rows, builder)
    refused = {row.place for row in rows if row.is_refused}
    found = builder.problems[before:]
    builder.problems[before:] = [one for one in found if one.path not in refused]


def _has_unread_id(rows: Sequence[ReadRow], column: str = "id") -> bool:
    """Return whether a row has a cell that was refused, and no id: other rows may refer to it."""
    return any(row.is_refused and column not in row.values for row in rows)


def _read_head(_key: str, rows: Sequence[ReadRow], builder: DefinitionBuilder) -> None:
    seen: dict[DataPath, str] = {}
    for row in rows:
        entry, value = row.values.get("key"), row.values.get("value")
        if entry is None:
            builder.report("KD750", Message("this row does not say which entry it is"), row.place)
        elif value is not None:
            name, path = str(entry.data), keys_of_path(str(entry.data))
            if path in seen:
                message = Message("'{name}' is in {place} too", name=name, place=seen[path])
                builder.report("KD006", message, entry.place, found=name)
            elif path[0] in SHEETS:
                message = Message("'{name}' has a sheet of its own", name=name)
                builder.report("KD750", message, entry.place, expected=SHEET_TITLES[path[0]])
            else:
                seen[path] = builder.cells_of_keys[path] = entry.place
                builder.put(path, value.data, value.place)


def _read_list(key: str, rows: Sequence[ReadRow], builder: DefinitionBuilder) -> None:
    for row in rows:
        builder.fill(builder.append((key,), {}, row.place), row)


def _read_map(key: str, rows: Sequence[ReadRow], builder: DefinitionBuilder) -> None:
    for row in rows:
        path = _begin_entry((key,), row, builder)
        if path is not None:
            builder.put(path, {}, row.place)
            builder.fill(path, row, ("id",))


def _read_define(key: str, rows: Sequence[ReadRow], builder: DefinitionBuilder) -> None:
    for row in rows:
        path, rule = _begin_entry((key,), row, builder), row.values.get(RULE)
        if path is None:
            continue
        texts = [name for name in row.values if name not in ("id", RULE)]
        if rule is not None and (isinstance(rule.data, dict) or not texts):
            builder.put(path, rule.data, rule.place)
        elif rule is not None:
            message = Message("a name for another name has no text of its own")
            builder.report("KD750", message, row.values[texts[0]].place)
            continue
        builder.fill(path, row, ("id", RULE))


def _begin_entry(path: DataPath, row: ReadRow, builder: DefinitionBuilder) -> DataPath | None:
    """Return the path of an entry of a map, by the id of its row; None where it has none, or another row has it."""
    name = builder.take_id(row, "id", _NO_ID)
    if name is None:
        return None
    found = (*path, str(name.data))
    if found in builder.cells_of_keys:
        message = Message("the id '{id}' is in {place} too", id=name.data, place=builder.cells_of_keys[found])
        builder.report("KD006", message, name.place, found=str(name.data))
        return None
    builder.cells_of_keys[found] = name.place
    return found


def _read_scales(_key: str, rows: Sequence[ReadRow], builder: DefinitionBuilder) -> None:
    for row in rows:
        name = builder.take_id(row, "scale", _NO_OWNER)
        kind = _find_kind(SCALE_ROWS, row, builder)
        if name is None or kind is None:
            continue
        path: DataPath = ("scales", str(name.data))
        builder.cells_of_keys.setdefault(path, name.place)
        if kind == "step":
            builder.fill(builder.append((*path, "steps"), {}, row.place), row, ("scale", KIND))
            continue
        inner = (*path, "not_reached") if kind == "below" else path
        builder.put(inner, {}, row.place)
        builder.fill(inner, row, ("scale", KIND))


def _read_outcomes(key: str, rows: Sequence[ReadRow], builder: DefinitionBuilder) -> None:
    kinds = OUTCOME_ROWS if key == "outcomes" else AWARD_ROWS
    paths: dict[str, DataPath] = {}
    is_blind = _has_unread_id(rows, OF)
    heads = {str(row.values[OF].data): row.values[OF].place for row in reversed(rows) if _is_head(row, kinds)}
    for row in rows:
        owner = builder.take_id(row, OF, _NO_OWNER)
        kind = _find_kind(kinds, row, builder)
        if owner is None or kind is None:
            continue
        name = str(owner.data)
        if kind == "head":
            paths[name] = _begin_outcome(key, row, builder)
        elif name in paths:
            _read_part_of_outcome(kind, paths[name], row, builder)
        elif not is_blind:
            _report_no_owner(owner, heads, builder)


def _is_head(row: ReadRow, kinds: Mapping[str, Message]) -> bool:
    return OF in row.values and KIND in row.values and find_row_kind(kinds, str(row.values[KIND].data)) == "head"


def _begin_outcome(key: str, row: ReadRow, builder: DefinitionBuilder) -> DataPath:
    path = builder.append((key,), {}, row.place)
    name = row.values[OF]
    builder.put((*path, "id"), name.data, name.place)
    builder.cells_of_keys[path] = name.place
    rule = row.values.get(RULE)
    if rule is not None:
        builder.put((*path, "needs"), rule.data, rule.place)
    builder.fill(path, row, (OF, KIND, RULE, "id"))
    return path


def _read_part_of_outcome(kind: str, path: DataPath, row: ReadRow, builder: DefinitionBuilder) -> None:
    if kind == "otherwise":
        builder.put((*path, "otherwise"), {}, row.place)
        builder.fill((*path, "otherwise"), row, (OF, KIND, RULE))
        return
    rule = row.values.get(RULE)
    if rule is None:
        builder.report("KD750", Message("this row has no rule"), row.place)
        return
    if kind == "case":
        case = builder.append((*path, "cases"), {}, row.place)
        builder.put((*case, "if"), rule.data, rule.place)
        builder.fill(case, row, (OF, KIND, RULE))
        return
    step = _begin_entry((*path, "needs"), row, builder)
    if step is not None:
        builder.put(step, rule.data, rule.place)


def _find_kind(kinds: Mapping[str, Message], row: ReadRow, builder: DefinitionBuilder) -> str | None:
    """Return the kind of a row; None where the row does not name its kind, which is reported."""
    said = row.values.get(KIND)
    found = None if said is None else find_row_kind(kinds, str(said.data))
    if found is None:
        place = row.place if said is None else said.place
        message = Message("this row does not say what it is")
        builder.report("KD750", message, place, expected=list_names(list(kinds.values())))
    return found


def _read_tree(_key: str, rows: Sequence[ReadRow], builder: DefinitionBuilder) -> None:
    paths: dict[str, DataPath] = {}
    builder.is_blind = builder.is_blind or _has_unread_id(rows)
    places = {str(row.values["id"].data): row.values["id"].place for row in reversed(rows) if "id" in row.values}
    for row in rows:
        owner, name = row.values.get(OF), row.values.get("id")
        above = None if owner is None else paths.get(str(owner.data))
        if owner is not None and above is None:
            names = () if name is None else (str(name.data), f"{owner.data}/{name.data}")
            _lose(owner, names, places, builder)
            continue
        path = builder.append(("tree",) if above is None else (*above, "parts"), {}, row.place)
        builder.fill(path, row, (OF,))
        if name is not None:
            _keep_path(paths, str(name.data), None if owner is None else str(owner.data), path)
            builder.cells_of_keys[path] = name.place
    builder.nodes.update(paths)


def _read_requirements(_key: str, rows: Sequence[ReadRow], builder: DefinitionBuilder) -> None:
    paths = builder.nodes
    places = {address: row.place for row in reversed(rows) if (address := _find_address(row)) is not None}
    for row in rows:
        owner = builder.take_id(row, OF, _NO_OWNER)
        if owner is None:
            continue
        address = _find_address(row)
        if str(owner.data) not in paths:
            _lose(owner, () if address is None else (address,), places, builder)
            continue
        level = row.values.get(LEVEL)
        inner = ("parts",) if level is None else ("levels", str(level.data))
        path = builder.append((*paths[str(owner.data)], *inner), {}, row.place)
        if level is not None:
            builder.cells_of_keys.setdefault(path[:-1], level.place)
        builder.fill(path, row, (OF, LEVEL))
        if address is not None:
            paths[address] = path
            builder.cells_of_keys[path] = row.values["id"].place


def _find_address(row: ReadRow) -> str | None:
    """Return the name by which rows below refer to a requirement, such as ``1.1/muc-1/a``; None if its row has none."""
    owner, level, name = row.values.get(OF), row.values.get(LEVEL), row.values.get("id")
    if owner is None or name is None:
        return None
    return "/".join(str(part.data) for part in (owner, level, name) if part is not None)


def _keep_path(paths: dict[str, DataPath], name: str, owner: str | None, path: DataPath) -> None:
    """Keep the path of a node by its id, and also by its id with that of its owner."""
    if owner is not None:
        paths[f"{owner}/{name}"] = path
    paths.setdefault(name, path)


def _lose(owner: ReadValue, names: Sequence[str], places: Mapping[str, str], builder: DefinitionBuilder) -> None:
    """Leave out a row with these names whose owner is in no row above; report it once, and not for its own parts."""
    if str(owner.data) not in builder.lost and not builder.is_blind:
        _report_no_owner(owner, places, builder, _HOW_PARTS_ARE_NAMED)
    builder.lost.update(names)


def _report_no_owner(
    owner: ReadValue, places: Mapping[str, str], builder: DefinitionBuilder, hint: Message | None = None
) -> None:
    """Report that a cell names something that is in no row above; *places* has its cell if it is further below."""
    name = str(owner.data)
    message = Message("no row above this one is '{name}'", name=name)
    if name in places:
        hint = Message("'{name}' is further down, at {place}: move its row up", name=name, place=places[name])
    builder.report("KD750", message, owner.place, found=name, hint=hint)


_Reader = Callable[[str, Sequence[ReadRow], DefinitionBuilder], None]
_READERS: Final[Mapping[str, _Reader]] = {
    "head": _read_head,
    "scales": _read_scales,
    "layers": _read_list,
    "tags": _read_map,
    "tree": _read_tree,
    "requirements": _read_requirements,
    "inputs": _read_map,
    "parameters": _read_map,
    "sets": _read_map,
    "define": _read_define,
    "outcomes": _read_outcomes,
    "awards": _read_outcomes,
    "references": _read_map,
}
