"""Lines of Python source, each of which gives a name to an expression that was not written before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["SourceWriter"]

_FUNCTION: Final = "compiled"
_OPERANDS: Final = 100
"""How many operands one line combines. Python cannot compile an expression of thousands of them."""


@dataclass(slots=True)
class SourceWriter:
    """Writes the body of one function, and keeps the constants that it reads.

    Attributes
    ----------
    lines
        The lines so far, without indentation.
    constants
        The objects that the lines read, by their names.

    Examples
    --------
    >>> writer = SourceWriter()
    >>> writer.assign("a & b"), writer.assign("a & b"), writer.assign("a | b")
    ('t0', 't0', 't1')
    """

    lines: list[str] = field(default_factory=list)
    constants: dict[str, object] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def assign(self, expression: str) -> str:
        """Return the name of the variable that has the value of an expression; equal expressions share one."""
        name = self._names.get(expression)
        if name is None:
            name = self._names[expression] = f"t{len(self._names)}"
            self.lines.append(f"{name} = {expression}")
        return name

    def combine(self, operator: str, operands: Sequence[str]) -> str:
        """Return an expression of operands between which an operator stands that takes them in groups as well.

        >>> SourceWriter().combine("+", ["a", "b"])
        'a + b'
        """
        left = list(operands)
        while len(left) > _OPERANDS:
            groups = [left[first : first + _OPERANDS] for first in range(0, len(left), _OPERANDS)]
            left = [self.assign(f" {operator} ".join(group)) for group in groups]
        return f" {operator} ".join(left)

    def assign_pair(self, expression: str) -> tuple[str, str]:
        """Return the names of the two values of an expression that gives a pair."""
        pair = self._names.get(expression)
        if pair is None:
            pair = self._names[expression] = f"t{len(self._names)}"
            self.lines.append(f"{pair}l, {pair}h = {expression}")
        return f"{pair}l", f"{pair}h"

    def name_constant(self, value: object) -> str:
        """Return the name by which the lines read an object; equal objects of one class share one."""
        key = f"{type(value).__name__}:{value!r}"
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"k{len(self.constants)}"
            self.constants[name] = value
        return name

    def add_object(self, value: object) -> str:
        """Return the name by which the lines read an object of their own, such as a table that grows later."""
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def build_function(
        self, parameters: Mapping[str, Sequence[str]], results: Sequence[str], helpers: Mapping[str, object]
    ) -> Callable[..., Any]:
        """Return the function of the lines.

        Parameters
        ----------
        parameters
            For each argument the names of the variables that it is unpacked to; it must have as many items.
        results
            The variables whose values the function returns as a tuple.
        helpers
            What the lines call, by name.
        """
        # Every word of the source comes from this package; names of facts and texts of definitions never do.
        scope: dict[str, Any] = {**helpers, **self.constants}
        exec(compile(self._write_source(parameters, results), "<compiled rules>", "exec"), scope)  # noqa: S102
        function: Callable[..., Any] = scope[_FUNCTION]
        return function

    def _write_source(self, parameters: Mapping[str, Sequence[str]], results: Sequence[str]) -> str:
        body = [f"{', '.join(names)}, = {parameter}" for parameter, names in parameters.items() if names]
        body += [line.replace("\n", "\n ") for line in self.lines]
        body.append(f"return ({', '.join(results)},)" if results else "return ()")
        return f"def {_FUNCTION}({', '.join(parameters)}):\n " + "\n ".join(body)
