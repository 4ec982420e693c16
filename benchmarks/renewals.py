"""How long it takes to put the visits of a province into months and teams, and how many steps that are.

    python benchmarks/renewals.py [SCHOOLS ...]

Synthetic registers: schools with national-standard recognition of Circular 18 or 57, ending over five years; ten teams,
each with conflicts of interest at three in a hundred schools; June and July without visits. *again* is the same with
fifty more visits and the first schedule as the earlier one. *tight* has room for 98 in 100 visits. The ratio is to the
time of the smallest register.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections.abc import Callable
from typing import Any

import kiemdinh as kd

ON, UNTIL = "2026-12-01", "2031-12-31"
MONTHS = 60
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


def ask(register: Any, **more: Any) -> Any:
    """Ask for the renewals of five years."""
    return kd.renewals(register, on=ON, until=UNTIL, blackout=SUMMER, **more)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [500, 2_000])
