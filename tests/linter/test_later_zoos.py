"""Later zoos, each written from rule books of other fields by people who did not know what lint checks.

Each faulty definition has one fault, told in its first comments with its line: what a careful author could do, and what
a reader who has the text of the rule would call wrong. ``# found by: KD502`` names the findings that lead to the fault,
notes too; ``# not found`` stands where none does: these need the text of the rule, and stay here to say so.
A sound definition may look odd, and gets no error and no warning. The folder ``odd`` has such ones alone.
"""

import re
from functools import cache
from pathlib import Path

import pytest

import kiemdinh as kd

ZOOS = {"second_zoo": (60, 40), "third_zoo": (40, 25), "fourth_zoo": (67, 25), "fifth_zoo": (37, 19), "odd": (0, 43)}
"""How many faulty and how many sound definitions each has."""

FAULTY, SOUND = (
    [path for zoo in ZOOS for path in sorted((Path(__file__).parent / zoo / kind).glob("*.yaml"))]
    for kind in ("faulty", "sound")
)
STEPS = 1_000
"""Enough for what is proved here, and few enough for all these definitions."""


def named(path):
    return path.stem


def zoo_of(path):
    return path.parent.parent.name


@cache
def found_codes(path):
    return {(finding.code, finding.severity) for finding in kd.lint(path, splits=STEPS) if finding.decided}


def recorded_codes(path, key):
    line = re.search(rf"^# {key}: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return set(line[1].split()) if line else set()


FOUND = [path for path in FAULTY if recorded_codes(path, "found by")]


@pytest.mark.parametrize("zoo", ZOOS)
def test_a_zoo_is_whole(zoo):
    assert tuple(sum(zoo_of(path) == zoo for path in paths) for paths in (FAULTY, SOUND)) == ZOOS[zoo]


@pytest.mark.parametrize("path", FAULTY, ids=named)
def test_a_faulty_one_loads_and_says_what_is_wrong_and_where(path):
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("# fault: ")
    at = int(re.match(r"# at: line (\d+) \(", lines[1])[1])
    assert lines[at - 1].strip()
    assert lines[2] == "# not found" or recorded_codes(path, "found by")
    assert kd.load(path).id == f"org.example.{path.stem}"


@pytest.mark.parametrize("path", FOUND, ids=named)
def test_what_is_found_stays_found(path):
    assert recorded_codes(path, "found by") <= {code for code, _ in found_codes(path)}


@pytest.mark.parametrize(
    ("zoo", "found"), [("second_zoo", 54), ("third_zoo", 40), ("fourth_zoo", 67), ("fifth_zoo", 33)]
)
def test_so_many_are_found(zoo, found):
    assert sum(zoo_of(path) == zoo for path in FOUND) >= found


@pytest.mark.parametrize("path", SOUND, ids=named)
def test_a_sound_one_gets_no_alarm(path):
    assert {severity for _, severity in found_codes(path)} <= {"note"}
