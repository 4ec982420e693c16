"""RC2, a MaxSAT solver of python-sat, as a peer of the benchmark of repairs: each row of a program as clauses."""

from __future__ import annotations

import threading
import time

from pysat.card import CardEnc, EncType
from pysat.examples.rc2 import RC2Stratified
from pysat.formula import WCNF, IDPool

from kiemdinh.rules import LinearConstraint, Program


def minimise_by_rc2(program: Program, limit: float) -> int | None:
    """The cost by RC2 with stratification, each row as clauses; None if it was interrupted."""
    formula, pool = WCNF(), IDPool(start_from=len(program.costs) + 1)
    for row in program.constraints:
        add_clauses(formula, pool, row)
    for number, cost in enumerate(program.costs, 1):
        if cost:
            formula.append([-number], weight=cost)
    with RC2Stratified(formula, solver="g4", adapt=True, exhaust=True, minz=True) as solver:
        done = threading.Event()
        watch = threading.Thread(target=interrupt_at, args=(solver, time.process_time() + limit, done))
        watch.start()
        found = solver.compute(expect_interrupt=True)
        done.set()
        watch.join()
        return None if found is None else solver.cost


def interrupt_at(solver: RC2Stratified, end: float, done: threading.Event) -> None:
    while not done.wait(0.05):
        if time.process_time() > end:
            solver.interrupt()
            return


def add_clauses(formula: WCNF, pool: IDPool, row: LinearConstraint) -> None:
    holder = [-(place + 1) for place, by in row.terms if by < 0]
    literals = [place + 1 for place, by in row.terms if by > 0 for _ in range(by)]
    need = row.least if not holder else -min(by for _, by in row.terms)
    if need == len(literals):
        for literal in literals:
            formula.append([literal, *holder])
    elif need == 1:
        formula.append([*literals, *holder])
    else:
        for clause in CardEnc.atleast(literals, need, vpool=pool, encoding=EncType.seqcounter).clauses:
            formula.append([*clause, *holder])
