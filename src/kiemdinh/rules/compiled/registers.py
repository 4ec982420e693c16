"""Which variable each line writes to: lines that nothing needs are left out, and a variable that is done is used again.

Without it every intermediate plane of a block would be held until the function returns, and none would be found in the
cache of the processor. A function of one school with a thousand variables has a frame of eight kilobytes, which Python
fetches from the system in each call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

__all__ = ["reuse_variables", "sink_definitions"]

_NAME: Final = re.compile(r"\b[a-z][0-9]+[a-z]?\b")


def _find_targets(line: str) -> list[str]:
    r"""Return the variables that a line gives their values.

    >>> _find_targets("t0 = a1 & b1"), _find_targets("if x1 > 2: n1l = n1h = x1\nelse: n1l, n1h = k0[x1]")
    (['t0'], ['n1l', 'n1h'])
    """
    first = line.partition("\n")[0]
    statement = first.partition(": ")[2] if first.startswith("if ") else first
    *assigned, _ = statement.split(" = ")
    return [name for names in assigned for name in names.split(", ")]


def sink_definitions(definitions: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Return lines with each definition where it is first read; those that nothing reads stand behind all.

    Parameters
    ----------
    definitions
        Lines that give variables their values, over variables of definitions before them.
    lines
        What reads them.

    Examples
    --------
    >>> sink_definitions(["a1 = 1", "b1 = 2", "c1 = a1"], ["t0 = b1 + 1", "t1 = t0 + c1"])
    ['b1 = 2', 't0 = b1 + 1', 'a1 = 1', 'c1 = a1', 't1 = t0 + c1']
    """
    by_target = {target: definition for definition in definitions for target in _find_targets(definition)}
    written: dict[str, None] = {}

    def write(line: str) -> None:
        if line not in written:
            for definition in filter(None, map(by_target.get, _list_names(line))):
                if definition != line:
                    write(definition)
            written[line] = None

    for line in (*lines, *definitions):
        write(line)
    return list(written)


def reuse_variables(
    lines: Sequence[str], results: Sequence[str], kept: Collection[str] = ()
) -> tuple[list[str], list[str]]:
    """Return the same program with as few variables as it holds at one time, and the new names of its results.

    Costs time linear in the length of the lines.

    Parameters
    ----------
    lines
        Each gives new variables, such as ``t0``, the values of expressions over those before; one that gives none is
        kept as it stands.
    results
        What has to be there at the end: variables, or other names, which stay as they are.
    kept
        Lines that are run although nothing may need their variables.

    Examples
    --------
    >>> reuse_variables(["t0 = a & b", "t1 = t0 | c", "t2 = a ^ b", "t3 = t1 & d"], ["t3", "a"])
    (['r0 = a & b', 'r0 = r0 | c', 'r0 = r0 & d'], ['r0', 'a'])
    """
    targets = [_find_targets(line) for line in lines]
    last_reads = _find_last_reads(lines, targets, results, kept)
    names: dict[str, str] = {}
    free: list[str] = []
    registers = 0
    written: list[str] = []
    for place, (line, given) in enumerate(zip(lines, targets, strict=True)):
        if given and last_reads.keys().isdisjoint(given) and line not in kept:
            continue
        free += [names[read] for read in _list_names(line) if read in names and last_reads.get(read) == place]
        while len(free) < len(given):
            free.append(f"r{registers}")
            registers += 1
        # What the line reads has its name before the targets get theirs: a target may take one that it reads last.
        renamed = dict(names)
        for target in given:
            names[target] = renamed[target] = free.pop()
        written.append(_rename(line, renamed))
        free += [names[target] for target in given if target not in last_reads]
    return written, [_rename(result, names) for result in results]


def _find_last_reads(
    lines: Sequence[str], targets: Sequence[Sequence[str]], results: Sequence[str], kept: Collection[str]
) -> dict[str, int]:
    """Return for each variable that is needed the last line that reads it; results are read after the last line."""
    variables = {target for given in targets for target in given}
    last = {name: len(lines) for result in results for name in _NAME.findall(result) if name in variables}
    for place in range(len(lines) - 1, -1, -1):
        given = targets[place]
        if not given or not last.keys().isdisjoint(given) or lines[place] in kept:
            for name in _list_names(lines[place]):
                if name in variables and name not in given:
                    last.setdefault(name, place)
    return last


def _list_names(line: str) -> Iterable[str]:
    return dict.fromkeys(_NAME.findall(line))


def _rename(expression: str, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: names.get(found[0], found[0]), expression)
