"""Every change of a definition that mutation tries, in the order of its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kiemdinh.standards.parts import walk_parts
from kiemdinh.testing.mutation.changes.change import DataPart, find_data
from kiemdinh.testing.mutation.changes.changes_of_conditions import ConditionChanges
from kiemdinh.testing.mutation.changes.changes_of_parts import list_part_changes, list_tag_changes
from kiemdinh.testing.mutation.changes.neighbours import list_word_orders

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.mutation.changes.change import DefinitionChange

__all__ = ["list_changes"]


def list_changes(framework: Framework) -> Iterator[DefinitionChange]:
    """Yield every change of the definition of a framework that is tried, outer parts first.

    Some changed definitions cannot be loaded, which is known only when loading is tried. A change never goes beyond one
    place. Linear in the size of the definition.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> framework = next(one for one in kd.catalogue() if one.id == "vn.tt57-2026.pho-thong").load()
    >>> sorted({change.becomes for change in list_changes(framework) if change.was == "at_least: 5"})
    ['at_least: 4', 'at_least: 6', 'at_most: 5']
    """
    if framework.source is None:
        return
    conditions = ConditionChanges(framework.definition, list_word_orders(framework.definition))
    for model, path in walk_parts(framework.definition):
        data: Any = find_data(framework.source.data, path)
        if not isinstance(data, Mapping):
            continue  # a short form without keys, such as a choice that is its id alone
        # A parameter is an input too: it is changed there, where rules read it, and is context in any case.
        if path[:1] == ("parameters",) and path[2:3] != ("default",):
            continue
        if path[:1] == ("inputs",) and path[1:] in {(name,) for name in framework.parameters}:
            data = {key: value for key, value in data.items() if key != "given"}
        part = DataPart(path, data)
        yield from conditions.list_changes(model, part)
        yield from list_part_changes(model, part, framework.definition)
    yield from list_tag_changes(framework, framework.source.data)
