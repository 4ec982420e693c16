"""Which variable each line writes to: lines that nothing needs are left out, and a variable that is done is used again.

Without it every intermediate plane of a block would be held until the function returns, and none would be found in the
cache of the processor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["reuse_variables"]

_VARIABLE: Final = re.compile(r"\bt[0-9]+\b")


def reuse_variables(lines: Sequence[str], results: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the same program with as few variables as it holds at one time, and the new names of its results.

    Costs time linear in the length of the lines.

    Parameters
    ----------
    lines
        Each gives a new variable ``t0``, ``t1``, … the value of an expression over those before.
    results
        What has to be there at the end: variables, or other names, which stay as they are.

    Examples
    --------
    >>> reuse_variables(["t0 = a & b", "t1 = t0 | c", "t2 = a ^ b", "t3 = t1 & d"], ["t3", "a"])
    (['r0 = a & b', 'r0 = r0 | c', 'r0 = r0 & d'], ['r0', 'a'])
    """
    last_reads = _find_last_reads(lines, results)
    names: dict[str, str] = {}
    free: list[str] = []
    registers = 0
    written: list[str] = []
    for place, line in enumerate(lines):
        variable, _, expression = line.partition(" = ")
        if variable not in last_reads:
            continue
        free += [names[read] for read in _read_in(line) if last_reads[read] == place]
        if not free:
            free.append(f"r{registers}")
            registers += 1
        expression = _rename(expression, names)
        names[variable] = free.pop()
        written.append(f"{names[variable]} = {expression}")
    return written, [_rename(result, names) for result in results]


def _find_last_reads(lines: Sequence[str], results: Sequence[str]) -> dict[str, int]:
    """Return for each variable that is needed the last line that reads it; results are read after the last line."""
    last = {name: len(lines) for result in results for name in _VARIABLE.findall(result)}
    for place in range(len(lines) - 1, -1, -1):
        if lines[place].partition(" = ")[0] in last:
            for name in _read_in(lines[place]):
                last.setdefault(name, place)
    return last


def _read_in(line: str) -> Iterable[str]:
    return dict.fromkeys(_VARIABLE.findall(line.partition(" = ")[2]))


def _rename(expression: str, names: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda found: names[found[0]], expression)
