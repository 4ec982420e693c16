"""What nodes ask of schools, as rows of the program of a plan, with variables besides those of the options."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.rules.search import FALSE, TRUE, ProgramWriter, set_bits

if TYPE_CHECKING:
    from kiemdinh.portfolio.planning.subjects import NodeNeed
    from kiemdinh.portfolio.planning.works import WorkOption

__all__ = ["NodeRow", "NodeRows", "write_node_rows"]


class NodeRow(NamedTuple):
    """That a sum over variables has to be at least a number; ``is_exact`` is False if the truth may ask for less."""

    terms: Mapping[int, int]
    least: int
    is_exact: bool


@dataclass(slots=True)
class NodeRows:
    """The rows of all nodes.

    Attributes
    ----------
    holders
        For each target about a node, by its number, the variable that can be one only where the node is met.
    rows
        What binds these variables to those of options.
    count
        How many variables there are besides those of options.
    """

    first: int
    holders: dict[int, int] = field(default_factory=dict)
    rows: list[NodeRow] = field(default_factory=list)
    count: int = 0

    def add_variables(self, number: int) -> range:
        """Return so many new variables."""
        self.count += number
        return range(self.first + self.count - number, self.first + self.count)


def write_node_rows(needs: Mapping[int, NodeNeed], years: Mapping[int, int], options: Sequence[WorkOption]) -> NodeRows:
    """Return the rows of nodes.

    Each gate within another has a variable, and so has each level that a school may come to have in time, which is the
    sum of the options by which it has it. The time is linear in the gates, and in the options of the schools in them.

    Parameters
    ----------
    needs
        What the nodes ask, by the numbers of their targets.
    years
        By which year each is asked.
    """
    found = NodeRows(len(options))
    of_school: dict[str, list[int]] = defaultdict(list)
    for i, option in enumerate(options):
        of_school[option.school].append(i)
    for number, need in needs.items():
        found.holders[number] = _add_node(found, need, years[number], options, of_school)
    return found


def _add_node(
    found: NodeRows, need: NodeNeed, year: int, options: Sequence[WorkOption], of_school: Mapping[str, Sequence[int]]
) -> int:
    """Add the rows of one node; return its variable."""
    root, is_exact = need.asked.root, need.asked.is_exact
    (holder,) = found.add_variables(1)
    if root == FALSE:
        found.rows.append(NodeRow({holder: -1}, 0, is_exact))
    if root in (FALSE, TRUE):
        return holder
    gates = need.asked.gates
    moves = tuple(set_bits(gates.moves_of(root)))
    # The holder is a move of its own: the node is met, or the holder is zero.
    own = len(need.places)
    with gates.budget.lifted():
        either = gates.make_any([root, gates.make_literal(own, positive=False)])
    writer = ProgramWriter(gates.nodes.__getitem__, (*moves, own), [0] * (own + 1))
    writer.require_node(either)
    program = writer.to_program()
    levels = found.add_variables(len(moves))
    variables = [*levels, holder, *found.add_variables(len(program.costs) - len(moves) - 1)]
    rows = (({variables[i]: factor for i, factor in row.terms}, row.least) for row in program.constraints)
    found.rows += [NodeRow(terms, least, is_exact) for terms, least in rows]
    for move, variable in zip(moves, levels, strict=True):
        school, rank = need.places[move]
        reaching = _list_reaching(of_school.get(school, ()), rank, year, options)
        found.rows.append(NodeRow({variable: -1, **reaching}, 0, is_exact=True))
    return holder


def _list_reaching(own: Sequence[int], rank: int, year: int, options: Sequence[WorkOption]) -> dict[int, int]:
    return {i: 1 for i in own if options[i].raised_by(year) >= rank}
