"""Tables as they are written: where each is read, and under which condition each of its entries is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from kiemdinh.analysis.contexts import GivenContext, find_context
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import MET, UNMET, All, Compare, Condition, Constant, Known, Not
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.definition import Compared, StepTable, Table, ValueQuantity, ValueTable
from kiemdinh.standards.lowering import EVERYWHERE, Scope

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.rules import Number

__all__ = ["TableEntry", "TableReading", "find_tables", "list_entries"]

_Written: TypeAlias = tuple[Path, Table, "TableReading"]


@dataclass(frozen=True, slots=True)
class TableReading:
    """One place from which a table is read.

    Parameters
    ----------
    scope
        The member at hand.
    context
        The context of that place; None where it has none.
    """

    scope: Scope
    context: GivenContext | None


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One entry of a table.

    Parameters
    ----------
    path
        Where it stands.
    value
        What stands there: a literal, a table or a quantity.
    name
        The words in which an author would say when it is taken, such as ``area is urban``.
    condition
        When it is taken, over free facts and values.
    """

    path: Path
    value: Any
    name: Message
    condition: Condition


def find_tables(study: Study) -> Iterator[_Written]:
    """Yield every table that stands in no other table, once for each place from which it is read.

    They are those behind comparators, and the weights of nodes. Linear in the number of sites and their scopes.
    """
    for top in study.sites:
        context = find_context(study, top, top.scopes[0]) if len(top.scopes) == 1 else None
        for site in top.walk():
            if isinstance(site.cond, Compared):
                for key, behind in site.cond.list_comparisons():
                    if isinstance(behind, ValueTable | StepTable):
                        for scope in site.scopes:
                            yield (*site.path, key), behind, TableReading(scope, context)
    for info in study.framework.nodes.values():
        if isinstance(info.node.weight, ValueTable | StepTable):
            yield (*info.path, "weight"), info.node.weight, TableReading(Scope(node=info.id), None)


def list_entries(study: Study, table: Table, path: Path, scope: Scope = EVERYWHERE) -> Iterator[TableEntry]:
    """Yield the entries of a table as read in *scope*, in the order of the definition, ``otherwise`` last."""
    if isinstance(table, StepTable):
        yield from _list_steps(study, table, path, scope)
    else:
        yield from _list_choices(study, table, path, scope)


def _list_steps(study: Study, table: StepTable, path: Path, scope: Scope) -> Iterator[TableEntry]:
    by = study.lowering.lower_quantity(ValueQuantity(value=table.by), scope, (*path, "by"))
    above: Condition = Known(MET)
    for i, step in enumerate(table.steps):
        up_to = Known(MET) if step.up_to is None else Compare(by, "<=", Constant(step.up_to))
        name = _name_step(table, None if i == 0 else table.steps[i - 1].up_to, step.up_to)
        condition = study.inline(All((above, up_to)))
        yield TableEntry((*path, "steps", i, "then"), step.then, name, condition)
        above = Not(up_to)


def _name_step(table: StepTable, low: Number | None, high: Number | None) -> Message:
    if low is None:
        return Message("'{name}' is at most {high}", name=table.by, high=high)
    if high is None:
        return Message("'{name}' is above {low}", name=table.by, low=low)
    return Message("'{name}' is above {low} and at most {high}", name=table.by, low=low, high=high)


def _list_choices(study: Study, table: ValueTable, path: Path, scope: Scope) -> Iterator[TableEntry]:
    quantities = study.lowering.quantities
    found = quantities.find_input(table.by)
    if found is None:
        return
    value, words = quantities.read_input(table.by, scope, (*path, "by")), quantities.measure_of_input(found).words
    left = scope.choices_left(table.by, words)
    tests = {word: Compare(value, "==", Constant(words.index(word))) for word in words}
    for word, entry in table.values.items():
        taken: Condition = tests[word] if word in left else Known(UNMET)
        yield TableEntry((*path, "values", word), entry, Message("'{name}' is {word}", name=table.by, word=word), taken)
    if table.otherwise is not None:
        others = tuple(tests[word] for word in left if word not in table.values)
        rest: Condition = AnyCondition(others) if others else Known(UNMET)
        yield TableEntry(
            (*path, "otherwise"), table.otherwise, Message("'{name}' is not one of those", name=table.by), rest
        )
