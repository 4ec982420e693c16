"""What a dossier records of others as plain data: the rows of its registers, and results under other frameworks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.dossier import RecordedResult, RegisterMember, ValueRecord
from kiemdinh.evidence.writing.places import add_at, write_day

if TYPE_CHECKING:
    from kiemdinh.standards.names import MemberName

__all__ = ["name_member", "write_members", "write_others_results"]


def write_members(
    register: Mapping[str, Iterable[RegisterMember]], write_value: Callable[[ValueRecord], Any]
) -> dict[str, Any]:
    """Return the rows of each register, by the kind of its members; *write_value* writes one value of a row."""
    return {kind: [_write_member(row, write_value) for row in rows] for kind, rows in register.items()}


def _write_member(row: RegisterMember, write_value: Callable[[ValueRecord], Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": row.id,
        "name": row.name,
        "stages": None if row.stages is None else list(row.stages),
        "from": write_day(row.first_day),
        "until": write_day(row.last_day),
        "succeeds": list(row.succeeds) or None,
        **row.places,
    }
    written = {key: value for key, value in found.items() if value is not None}
    for value in row.values:
        places = [one for one in (value.stage, *value.at) if one is not None]
        places.remove(row.id)
        add_at(written, (value.name, *places), _with_side(write_value(value), value))
    return written


def _with_side(said: Any, value: ValueRecord) -> Any:
    """Return a value with who recorded it, where that is not the school itself."""
    if value.side == "self":
        return said
    return {**(said if isinstance(said, dict) else {"value": said}), "side": value.side}


def write_others_results(results: Iterable[RecordedResult]) -> list[dict[str, Any]]:
    """Return each result with its lowest and highest step; None is below the lowest step."""
    return [_write_result(result) for result in results]


def _write_result(result: RecordedResult) -> dict[str, Any]:
    ends = {"is": result.low} if result.low == result.high and result.low is not None else {}
    details = {"side": result.side, "on": write_day(result.on), "until": write_day(result.until)}
    texts = {"stage": result.stage, "by": result.by, "digest": result.digest}
    return {
        **name_member(result.member),
        "outcome": result.of,
        **(ends or {"level": result.low, "attainable": result.high}),
        **{key: value for key, value in {**details, **texts}.items() if value is not None},
    }


def name_member(member: MemberName | None) -> dict[str, str]:
    """Return the keys that name a member in a record; none where the record is of the subject itself."""
    if member is None:
        return {}
    stage = {} if member.stage is None else {"stage": member.stage}
    return {"member": member.id, "kind": member.kind, **stage}
