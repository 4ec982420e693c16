"""The back end for many schools: a condition is a pair of planes, one bit for each school in each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kiemdinh.rules.compiled.plane_logic import FULL, NONE, PlaneLogic
from kiemdinh.rules.compiled.plane_rows import Plane, PlanePair, PlaneRows
from kiemdinh.rules.compiled.registers import reuse_variables
from kiemdinh.rules.compiled.writer import SourceWriter
from kiemdinh.rules.terms import MET, UNKNOWN, UNMET, Truth

__all__ = ["CompiledPlanes", "PlaneFunction", "PlaneSource"]


class CompiledPlanes(NamedTuple):
    """A condition in the source: the planes of its certain and possible reading. Where they are one, it is known."""

    certain: str
    possible: str


_KNOWN: Final = {
    UNMET: CompiledPlanes(NONE, NONE),
    UNKNOWN: CompiledPlanes(NONE, FULL),
    MET: CompiledPlanes(FULL, FULL),
}


@dataclass(frozen=True, slots=True)
class PlaneFunction:
    """Compiled conditions: a function of what is known of many schools.

    Attributes
    ----------
    truths
        The names of the facts that are read.
    function
        Takes the rows, the planes of the facts and the columns of the values, and returns planes: the certain and the
        possible one of each condition in turn.
    """

    truths: tuple[str, ...]
    function: Callable[..., tuple[Plane, ...]]

    def evaluate(self, rows: PlaneRows, truths: Mapping[str, PlanePair]) -> list[PlanePair]:
        """Return the conditions for all schools, in the order in which they were asked for.

        Costs one operation of the processor for each line and each word of 64 schools.

        Parameters
        ----------
        rows
            How many schools there are, and what their planes are.
        truths
            The planes of each fact of ``truths``, by its name.
        """
        planes = [plane for name in self.truths for plane in truths[name]]
        found = rows.run(self.function, planes, [])
        return [PlanePair(*pair) for pair in zip(found[::2], found[1::2], strict=True)]


def _is_never_settled(_: str) -> bool:
    return False


@dataclass(slots=True)
class PlaneSource:
    """Writes the source for many schools: conditions become :class:`CompiledPlanes`.

    Attributes
    ----------
    is_settled
        Whether a fact is never unknown, by its name: then one plane says all of it, and half of what is written.
    logic
        Writes the lines.
    truths
        The facts that the function takes, by their names.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact, fold
    >>> from kiemdinh.rules.compiled.plane_rows import plane_rows
    >>> source = PlaneSource()
    >>> both = fold(All((Fact("a"), Fact("b"))), source)
    >>> a, b = PlanePair(0b0011, 0b1111), PlanePair(0b0101, 0b0111)
    >>> source.build([both]).evaluate(plane_rows(4, numpy=False), {"a": a, "b": b})
    [PlanePair(certain=1, possible=7)]
    """

    is_settled: Callable[[str], bool] = _is_never_settled
    logic: PlaneLogic = field(default_factory=PlaneLogic)
    truths: dict[str, CompiledPlanes] = field(default_factory=dict)
    _bound: dict[str, CompiledPlanes] = field(default_factory=dict)

    def build(self, results: Sequence[CompiledPlanes]) -> PlaneFunction:
        """Return the function that gives the planes of *results*, which the algebra has made before."""
        # A settled fact is unpacked twice to one variable.
        planes = [plane for pair in self.truths.values() for plane in pair]
        parameters: dict[str, Sequence[str]] = {"rows": (), "planes": planes, "columns": ()}
        lines, found = reuse_variables(self.logic.writer.lines, [plane for pair in results for plane in pair])
        short = SourceWriter([f"{FULL} = rows.full", *lines], self.logic.writer.constants)
        return PlaneFunction(tuple(self.truths), short.build_function(parameters, found, {}))

    def bind(self, name: str, condition: CompiledPlanes, /) -> None:
        """Let the name of a fact stand for a condition that has been made."""
        self._bound[name] = condition

    # -- conditions ------------------------------------------------------------------------------------

    def fact(self, name: str, /) -> CompiledPlanes:
        """Return what a fact is bound to, else its planes, which the function takes as arguments."""
        if name in self._bound:
            return self._bound[name]
        if name not in self.truths:
            certain = f"c{len(self.truths)}"
            self.truths[name] = CompiledPlanes(certain, certain if self.is_settled(name) else f"p{len(self.truths)}")
        return self.truths[name]

    def known(self, truth: Truth, /) -> CompiledPlanes:
        """Return the planes of a truth, the same for every school."""
        return _KNOWN[truth]

    def all(self, parts: Sequence[CompiledPlanes], /) -> CompiledPlanes:
        """Return the conjunction of both readings."""
        return self._read_twice(self.logic.meet, parts)

    def any(self, parts: Sequence[CompiledPlanes], /) -> CompiledPlanes:
        """Return the disjunction of both readings."""
        return self._read_twice(self.logic.join, parts)

    def at_least(self, k: int, parts: Sequence[CompiledPlanes], /) -> CompiledPlanes:
        """Count the members that are certain, and those that are possible."""
        return self._read_twice(lambda planes: self.logic.at_least(k, planes), parts)

    def _read_twice(self, write: Callable[[Sequence[str]], str], parts: Sequence[CompiledPlanes]) -> CompiledPlanes:
        certain, possible = (write(planes) for planes in zip(*parts, strict=True))
        return CompiledPlanes(certain, possible)

    def negate(self, part: CompiledPlanes, /) -> CompiledPlanes:
        """Return both readings negated and exchanged."""
        return CompiledPlanes(self.logic.complement(part.possible), self.logic.complement(part.certain))

    def branch(self, test: CompiledPlanes, then: CompiledPlanes, otherwise: CompiledPlanes, /) -> CompiledPlanes:
        """Return the arm that the test selects; where the test is unknown, what both arms agree on."""
        logic = self.logic
        if test.certain == test.possible:
            return CompiledPlanes(*map(logic.choose, test, then, otherwise))
        if then == otherwise:
            return then
        is_unmet, may_be_unmet = logic.complement(test.possible), logic.complement(test.certain)
        by_then = logic.meet([then.certain, logic.join([test.certain, otherwise.certain])])
        certain = logic.join([by_then, logic.meet([is_unmet, otherwise.certain])])
        arms = (test.possible, then.possible), (may_be_unmet, otherwise.possible)
        return CompiledPlanes(certain, logic.join([logic.meet(arm) for arm in arms]))

    def certain(self, part: CompiledPlanes, /) -> CompiledPlanes:
        """Return met where the condition is certain, else unmet."""
        return CompiledPlanes(part.certain, part.certain)

    def possible(self, part: CompiledPlanes, /) -> CompiledPlanes:
        """Return met where the condition is possible, else unmet."""
        return CompiledPlanes(part.possible, part.possible)
