"""How long it takes to put the visits of a province into months and teams, and how many steps that are.

    python benchmarks/renewals.py [SCHOOLS ...]

Synthetic registers: schools with national-standard recognition of Circular 18 or 57, ending over five years; ten teams,
each with conflicts of interest at three in a hundred schools; June and July without visits. *again* is the same with
fifty more visits and the first schedule as the earlier one. *tight* has room for 98 in 100 visits. The ratio is to the
time of the smallest register. *cp-sat* is the peer: the same visits without an earlier schedule, a variable for each
visit, month and team, asked of CP-SAT on one worker for at most 30 units of its deterministic time.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import kiemdinh as kd

ON, UNTIL = "2026-12-01", "2031-12-31"
MONTHS = 60
PEER_MOST = 2_000
"""Schools of the largest register that the peer is asked about."""
SUMMER = [f"{year}-{month:02}" for year in range(2027, 2032) for month in (6, 7)]


def make_register(schools: int) -> Any:
    """Return a register of schools whose awards end over five years."""
    drawn = random.Random(schools)
    rows = []
    for number in range(schools):
        signed = dt.date(2022, 1, 15) + dt.timedelta(days=drawn.randrange(5 * 365 - 60))
        circular = "vn.tt18-2018" if signed < dt.date(2026, 7, 7) else "vn.tt57-2026.pho-thong"
        award = {"award": f"{circular}/chuan-quoc-gia", "grade": "muc-do-1", "signed": signed.isoformat()}
        rows.append({"id": f"S{number:05}", "stages": "thcs", **award})
    return kd.read_register(rows, complete=True)


def make_teams(schools: int, room: float) -> list[dict[str, Any]]:
    """Return ten teams that together have room for a share of the visits in the months in which there are any."""
    drawn = random.Random(schools + 1)
    per_month = [round(schools * room / (MONTHS * 10 / 12) / 10)] * 10
    ids = [f"S{number:05}" for number in range(schools)]
    return [
        {
            "id": f"T{number}",
            "per_month": most,
            "members": [
                {"id": f"T{number}a", "trained": True, "not_at": drawn.sample(ids, schools * 3 // 100)},
                {"id": f"T{number}b", "trained": False},
            ],
        }
        for number, most in enumerate(per_month)
    ]


def ask_cp_sat(planned: Any, teams: list[dict[str, Any]]) -> Any:
    """Return CP-SAT's status and the visits left over, for the visits of a result."""
    from ortools.sat.python import cp_model

    model, room, terms = cp_model.CpModel(), defaultdict(list), []
    for visit in planned.schedule:
        last = (visit.by + dt.timedelta(days=1)).replace(day=1) - dt.timedelta(days=1)
        last_month = last.year * 12 + last.month - 1
        open_to = []
        for month in range(2026 * 12 + 11, last_month + 1):
            if f"{month // 12}-{month % 12 + 1:02}" in SUMMER:
                continue
            for team in teams:
                if visit.school not in team["members"][0]["not_at"]:
                    chosen = model.new_bool_var("")
                    open_to.append(chosen)
                    room[month, team["id"]].append(chosen)
                    terms.append((last_month - month) * chosen)
        left_over = model.new_bool_var("")
        model.add_exactly_one([*open_to, left_over])
        terms.append(10**6 * left_over)
    for (_, id_), chosen in room.items():
        model.add(sum(chosen) <= next(team["per_month"] for team in teams if team["id"] == id_))
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_deterministic_time = 1, 30
    status = solver.solve(model)
    gap = (solver.objective_value - solver.best_objective_bound) / max(solver.objective_value, 1)
    return f"{solver.status_name(status).lower()} gap {gap:.1%}"


def measure(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a call takes, and what it returns."""
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


def main(sizes: list[int]) -> None:
    """Print a line for each size and case."""
    base: dict[str, float] = {}
    for schools in sizes:
        register = make_register(schools)
        wide, tight = make_teams(schools, 1.3), make_teams(schools, 0.98)
        seconds, first = measure(lambda: ask(register, teams=wide))  # noqa: B023 - called at once
        extra = [{"school": f"S{n:05}", "kind": "inspection", "by": "2028-12-31"} for n in range(50)]
        cases = {
            "due": lambda: ask(register),  # noqa: B023
            "again": lambda: ask(register, teams=wide, previous=first, visits=extra),  # noqa: B023
            "tight": lambda: ask(register, teams=tight),  # noqa: B023
        }
        found = {"plan": (seconds, first), **{name: measure(call) for name, call in cases.items()}}
        for name, (taken, result) in found.items():
            base.setdefault(name, taken)
            kept = sum(one.is_changed is False for one in result.schedule)
            print(
                f"{schools:6} {name:6} {taken:7.2f} s  x{taken / base[name]:5.1f}  {result.status!s:10} "
                f"conflicts {len(result.conflict):3}  kept {kept}",
                flush=True,
            )
        if schools <= PEER_MOST:
            taken, said = measure(lambda: ask_cp_sat(first, wide))  # noqa: B023
            print(f"{schools:6} cp-sat {taken:7.2f} s  x{taken / seconds:5.1f} of plan  {said}", flush=True)


def ask(register: Any, **more: Any) -> Any:
    """Ask for the renewals of five years."""
    return kd.renewals(register, on=ON, until=UNTIL, blackout=SUMMER, **more)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [500, 2_000])
