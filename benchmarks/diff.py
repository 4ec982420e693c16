"""Comparing Circular 18/2018 as issued with the edition as amended, beside loading the amended edition anew.

    python benchmarks/diff.py [--rounds 5]

Times are those of the processor, and the median of the rounds is shown. It is first checked that the changes that come
out make the one edition of the other, and that each witness is assessed as it says.
"""

from __future__ import annotations

import argparse
import statistics
import time

import kiemdinh as kd

OLD, NEW = "vn.tt18-2018@2018-10-10", "vn.tt18-2018@2025-01-25"


def check(old: kd.Framework, new: kd.Framework) -> None:
    found = kd.diff(old, new)
    assert kd.apply(old, found).digest == new.digest
    for entry in found.entries:
        if (witness := entry.witness) is not None:
            dossiers = (witness.dossier, witness.new_dossier or witness.dossier)
            pairs = zip((old, new), dossiers, strict=True)
            levels = [kd.assess(each, dossier, on=dossier["date"]).level for each, dossier in pairs]
            assert [level and level.id for level in levels] == [witness.old_level, witness.new_level]
    kinds = {kind: sum(entry.kind == kind for entry in found.entries) for kind in {e.kind for e in found.entries}}
    print(f"{len(found.entries)} entries {kinds}, {found.search.spent} decisions of proofs")


def timed(call) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    old, new = kd.load(OLD), kd.load(NEW)
    check(old, new)
    amendment = kd.diff(old, new).to_amendment()
    compared = statistics.median(timed(lambda: kd.diff(old, new)) for _ in range(rounds))
    applied = statistics.median(timed(lambda: kd.apply(old, amendment)) for _ in range(rounds))
    print(f"diff {compared:.2f} s, apply {applied:.2f} s, ratio {compared / applied:.1f}")


if __name__ == "__main__":
    main()
