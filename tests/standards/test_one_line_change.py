"""A threshold that changes is one line of a definition, and that line changes this threshold alone."""

import difflib
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

import kiemdinh as kd

CATALOGUE = Path(str(files("kiemdinh.standards"))) / "catalogue"
FRAMEWORK = "vn.tt18-2018"
ON = "2024-09-15"
PERCENTAGE = re.compile(r"(?<=: )\d+%(?=[,}\s]|$)")


@pytest.fixture
def copy(tmp_path):
    """A copy of the definition, as one who adapts it would make."""
    shutil.copytree(CATALOGUE / FRAMEWORK, tmp_path / FRAMEWORK)
    shutil.copy(CATALOGUE / f"{FRAMEWORK}.yaml", tmp_path)
    return tmp_path


def change(file, requirement, path, value):
    """Write *value* in place of the percentage at *path* below a requirement; return the lines that differ."""
    before = file.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(before) if line.strip() == f"- id: {requirement}")
    for key in path:
        at = next(i for i in range(at + 1, len(before)) if re.search(rf"(^|[ {{]){key}: ", before[i] + " "))
    after = list(before)
    after[at] = PERCENTAGE.sub(value, before[at])
    file.write_text("\n".join(after) + "\n", encoding="utf-8")
    diff = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
    return [line for line in diff if not line.startswith("@@")]


def changed_nodes(old, new):
    """The innermost nodes whose rule differs."""
    return {
        name
        for name, info in old.nodes.items()
        if not info.parts and not info.levels and info.node != new.nodes[name].node
    }


def places(old, new, path=()):
    """Where two pieces of data differ."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return [p for key in old for p in places(old[key], new[key], (*path, key))]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [p for i, pair in enumerate(zip(old, new, strict=True)) for p in places(*pair, (*path, i))]
    return [] if old == new else [(path[-1], old, new)]


CHANGES = [
    ("tieu-chuan-5", "kha", ["difficult", "thpt"], "20%", "22%", "5.6/muc-3/a/kha", "thpt"),
    ("tieu-chuan-5", "yeu-kem", ["chuyen"], "0%", "1%", "5.6/muc-3/a/yeu-kem", "chuyen"),
    ("tieu-chuan-5", "bo-hoc", ["other"], "1%", "2%", "5.6/muc-3/b/bo-hoc", "other"),
    ("tieu-chuan-2", "a1", ["difficult"], "70%", "65%", "2.2/muc-3/a/a1", "difficult"),
    ("tieu-chuan-3", "p4", ["at_least"], "25%", "30%", "3.1/muc-3/p4", "at_least"),
]


@pytest.mark.parametrize(("file", "requirement", "path", "old", "new", "node", "key"), CHANGES)
def test_is_a_diff_of_one_line_and_changes_one_threshold(copy, file, requirement, path, old, new, node, key):
    removed, added = change(copy / FRAMEWORK / f"{file}.yaml", requirement, path, new)
    assert (removed[0], added[0]) == ("-", "+")
    assert removed[1:].replace(old, new) == added[1:]
    before, after = kd.load(CATALOGUE / f"{FRAMEWORK}.yaml"), kd.load(copy / f"{FRAMEWORK}.yaml", unofficial=True)
    assert changed_nodes(before, after) == {node}
    whole = [framework.definition.model_dump(mode="json", by_alias=True) for framework in (before, after)]
    assert places(*whole) == [(key, old, new)]


def test_the_verdict_changes_where_the_threshold_did_and_nowhere_else(copy):
    change(copy / FRAMEWORK / "tieu-chuan-5.yaml", "kha", ["difficult", "thpt"], "22%")
    frameworks = kd.load(CATALOGUE / f"{FRAMEWORK}.yaml"), kd.load(copy / f"{FRAMEWORK}.yaml", unofficial=True)

    def truths(area, programme, good):
        inputs = {"area": area, "programme": {"thcs": programme}, "good": {"thcs": good}}
        dossier = {"school": {"stages": ["thcs"]}, "inputs": inputs}
        found = [kd.assess(framework, dossier, on=ON).node("5.6/muc-3/a/kha") for framework in frameworks]
        return [node.truth.name for node in found]

    assert truths("difficult", "thpt", "21.9%") == ["MET", "UNMET"]
    assert truths("difficult", "thpt", "22%") == ["MET", "MET"]
    assert truths("difficult", "thcs", "30%") == ["MET", "MET"]
    assert truths("other", "thpt", "25%") == ["MET", "MET"]
    assert truths("other", "thpt", "24.9%") == ["UNMET", "UNMET"]


def test_every_percentage_stands_on_a_line_of_its_own():
    lines = [
        line
        for file in (CATALOGUE / FRAMEWORK).glob("*.yaml")
        for line in file.read_text(encoding="utf-8").splitlines()
        if PERCENTAGE.search(line) and not line.lstrip().startswith("#")
    ]
    assert len(lines) > 30
    assert [line for line in lines if len(PERCENTAGE.findall(line)) > 1] == []
