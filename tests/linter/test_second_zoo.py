"""A second zoo, written from rule books of other fields before anyone looked at what lint checks.

Each faulty definition has one fault, told in its first comments with its line: what a careful author could do, and what
a reader who has the text of the rule would call wrong. ``# found by: KD502`` names the findings that lead to the fault,
notes too; ``# not found`` stands where none does: these need the text of the rule, and stay here to say so.
A sound definition may look odd, and gets no error and no warning.
"""

import re
from functools import cache
from pathlib import Path

import pytest

import kiemdinh as kd

ZOO = Path(__file__).parent / "second_zoo"
FAULTY = sorted((ZOO / "faulty").glob("*.yaml"))
SOUND = sorted((ZOO / "sound").glob("*.yaml"))
STEPS = 1_000
"""Enough for what is proved here, and few enough for a hundred definitions."""


def named(path):
    return path.stem


@cache
def found_codes(path):
    return {(finding.code, finding.severity) for finding in kd.lint(path, splits=STEPS) if finding.decided}


def recorded_codes(path, key):
    line = re.search(rf"^# {key}: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return set(line[1].split()) if line else set()


FOUND = [path for path in FAULTY if recorded_codes(path, "found by")]


def test_it_has_sixty_faulty_and_forty_sound_ones():
    assert (len(FAULTY), len(SOUND)) == (60, 40)


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


def test_nine_of_ten_are_found():
    assert len(FOUND) >= 54


@pytest.mark.parametrize("path", SOUND, ids=named)
def test_a_sound_one_gets_no_alarm(path):
    assert {severity for _, severity in found_codes(path)} <= {"note"}
