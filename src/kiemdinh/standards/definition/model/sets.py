"""Sets: members to count or to quantify over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.parsing.fields import Id, Ids, RawText, WholeAboveZero, YesNo, read_id, refuse_value
from kiemdinh.parsing.models import BeforeValidator, NotEmpty, PlainSerializer, key
from kiemdinh.standards.definition.conditions import Cond
from kiemdinh.standards.definition.law import Localised

__all__ = ["SetDef"]

# A single tag is dumped as it is written, so that the digest of a definition does not depend on its brackets.
_Tags: TypeAlias = Annotated[Ids, NotEmpty, PlainSerializer(lambda tags: tags[0] if len(tags) == 1 else list(tags))]


def _check_lists(value: Any) -> Any:
    """Refuse a value that is neither a list of ids nor a table of such lists (KD103)."""
    if _is_id_list(value) or (isinstance(value, dict) and _is_table_of_lists(value)):
        return value
    message = Message("a list of ids, or a table of such lists is expected")
    expected = Message("a list of ids, or a table of such lists: {{by: INPUT, values: {{CHOICE: [ID, …]}}}}")
    return refuse_value("KD103", message, expected=expected)


def _is_table_of_lists(table: Mapping[str, Any]) -> bool:
    has_keys = {"by", "values"} <= table.keys() <= {"by", "values", "otherwise"} and isinstance(table["values"], dict)
    return has_keys and _is_id_list([table["by"]]) and all(map(_is_id_list, _lists_in(table)))


def _lists_in(table: Mapping[str, Any]) -> tuple[Any, ...]:
    return (*table["values"].values(), *([table["otherwise"]] if "otherwise" in table else []))


def _is_id_list(ids: Any) -> bool:
    try:
        return isinstance(ids, list | tuple) and all(read_id(one) for one in ids)
    except ReadingError:
        return False


class SetDef(Localised):
    """Members to count or to quantify over: nodes of a layer, school years, stages.

    Attributes
    ----------
    among
        A layer, ``year`` or ``stage``.
    tagged, untagged, ids, except_
        Which nodes of the layer are members: those that carry all tags of the first, none of the second.
    last, running
        How many school years are, and whether the one that has not ended is the last of them.
    where
        A condition on which a member belongs.
    if_empty, not_applicable
        What holds where there is no member (1.8), and how a member counts that does not apply (1.7).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt15-2017.truong").definition
    >>> heavy = definition.sets["heavy"]
    >>> heavy.among, heavy.ids
    ('criterion', ['2', '3', '4', '5'])
    """

    among: Id
    tagged: _Tags = ()
    untagged: _Tags = ()
    # The choices of a table's input are known only where the set is lowered, which checks them.
    ids: Annotated[Any, BeforeValidator(_check_lists)] = key(
        default=None, description="A list of ids, or a table of such lists by a choice"
    )
    except_: tuple[Id, ...] = key(default=(), alias="except")
    last: WholeAboveZero | None = None
    running: YesNo = False
    where: Cond | None = None
    if_empty: RawText | None = None
    not_applicable: RawText | None = None
