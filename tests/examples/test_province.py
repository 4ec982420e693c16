"""The province of 200 synthetic schools gives what its README says."""

from collections import Counter
from pathlib import Path

import kiemdinh as kd

FOLDER = Path(__file__).parents[2] / "examples" / "tinh-mau"
GENERAL = "vn.tt57-2026.pho-thong"


def assessed():
    return kd.assess_many(GENERAL, FOLDER / "schools.csv", columns=FOLDER / "columns.yaml", on="2027-06-30")


def test_every_row_is_read_and_nothing_is_told():
    batch = assessed()
    assert (len(batch.rows), batch.set_aside, batch.table.warnings, batch.general) == (200, [], (), 0)


def test_levels():
    levels = assessed().level_columns
    assert Counter(levels["level"]) == {"muc-2": 81, "muc-1": 84, None: 35}
    assert Counter(levels["determined"]) == {True: 186, False: 14}


def test_each_row_says_that_it_is_synthetic():
    names = assessed().table.rows.names
    assert all(name is not None and name.startswith("Trường giả lập") for name in names)
