"""Rules of bundled frameworks as the wheel has them: compiled, and equal to what lowering gives, in whatever year."""

import datetime as dt
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import fields, replace

import pytest

import kiemdinh as kd
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.readers import read_object
from kiemdinh.standards.catalogue.compiled import compile_framework, load_compiled, load_yaml
from kiemdinh.standards.catalogue.compiled_rules import BundledRules, compile_rules
from kiemdinh.standards.catalogue.files import COMPILED_FOLDER, catalogue_folder, edition_names
from kiemdinh.standards.loading import framework as rules_of_frameworks
from kiemdinh.standards.lowering import Setting, lower_framework

IDS = [name for bundled in kd.catalogue() for name in edition_names(bundled.id)]
DAYS = [dt.date(2018, 8, 31), dt.date(2027, 6, 30), dt.date(2103, 9, 1)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the catalogue, in which every framework is compiled."""
    found = tmp_path_factory.mktemp("wheel") / "catalogue"
    shutil.copytree(str(catalogue_folder()), found, ignore=shutil.ignore_patterns(COMPILED_FOLDER))
    (found / COMPILED_FOLDER).mkdir()
    for framework_id in IDS:
        parts = compile_framework(framework_id, found) | compile_rules(framework_id, load_yaml(framework_id))
        for name, content in parts.items():
            (found / COMPILED_FOLDER / name).write_bytes(content)
    return found


@pytest.fixture
def compiled(folder, monkeypatch):
    """Return what loads a framework from a catalogue in which it is compiled, of which no rules are kept yet."""
    monkeypatch.setattr("kiemdinh.standards.catalogue.compiled_rules.catalogue_folder", lambda: folder)
    forget_rules()
    yield lambda framework_id: load_compiled(framework_id, folder)
    forget_rules()


def forget_rules():
    """Forget the rules that are kept: also those of the same frameworks, lowered."""
    rules_of_frameworks._find_rules.cache_clear()
    rules_of_frameworks._rules_of_any_year.cache_clear()


@pytest.fixture
def without_lowering(monkeypatch):
    """Make lowering an error while a test runs."""

    def refuse(*_arguments):
        raise AssertionError

    monkeypatch.setattr("kiemdinh.standards.loading.framework._lower_rules", refuse)


def lower(framework, stages, day):
    setting = Setting.on(framework.definition, stages, day)
    return lower_framework(framework.definition, framework.outline, setting, Problems(read_object({})))


def usual_stages(framework):
    """None, and every run of stages that follow one another."""
    stages = [stage.id for stage in framework.definition.subject.stages]
    runs = {tuple(stages[i:j]) for i in range(len(stages)) for j in range(i + 1, len(stages) + 1)}
    return [None, *sorted(runs)]


@pytest.mark.parametrize("framework_id", IDS)
def test_they_are_what_lowering_gives(framework_id, compiled, without_lowering):
    framework = compiled(framework_id)
    for day in DAYS:
        for stages in usual_stages(framework):
            read, lowered = framework.rules(stages, day), lower(load_yaml(framework_id), stages, day)
            # Rules without years are those of the first day that was asked for.
            of_any_year = () if lowered.reads_years else ("setting",)
            for part in fields(lowered):
                if part.name not in of_any_year:
                    assert getattr(read, part.name) == getattr(lowered, part.name), (part.name, stages, day)
            assert list(read.definitions) == list(lowered.definitions)


def test_some_of_them_name_school_years(compiled):
    rules = compiled("vn.tt18-2018").rules(("thcs",), dt.date(2024, 10, 4))
    named = {name for names in rules.values.values() for name in names if "2023-2024" in name}
    assert named
    assert rules.setting == Setting(("thcs",), 2023, 2024)


@pytest.mark.parametrize("stages", [("thcs", "tieu-hoc"), ("../../x",), ("tieu-hoc", "thpt")])
def test_of_other_stages_they_are_lowered(stages, compiled):
    framework = compiled("vn.tt18-2018")
    day = dt.date(2024, 10, 4)
    lowered = lower(framework, stages, day)
    assert framework.rules(stages, day).definitions == lowered.definitions


@pytest.mark.parametrize("day", [dt.date(2, 1, 1), dt.date(9999, 12, 31)])
def test_at_the_ends_of_the_calendar_they_are_lowered(day, compiled):
    framework = compiled("vn.tt18-2018")
    assert framework.rules(("thcs",), day).definitions == lower(framework, ("thcs",), day).definitions


def test_of_another_definition_they_are_lowered(compiled):
    amended = load_yaml("vn.tt18-2018@2025-01-25")
    framework = replace(amended, _compiled_rules=BundledRules("vn.tt18-2018"))
    day = dt.date(2025, 10, 4)
    lowered = lower(amended, ("thcs",), day)
    assert framework.rules(("thcs",), day).definitions == lowered.definitions
    assert compiled("vn.tt18-2018").rules(("thcs",), day).definitions != lowered.definitions


def test_where_there_are_none_they_are_lowered(compiled, monkeypatch, tmp_path):
    framework = compiled("vn.tt57-2026.gdtx")
    monkeypatch.setattr("kiemdinh.standards.catalogue.compiled_rules.catalogue_folder", lambda: tmp_path)
    day = dt.date(2027, 6, 30)
    assert framework.rules(None, day).definitions == lower(framework, None, day).definitions


def test_of_another_version_of_kiemdinh_they_are_lowered(compiled, monkeypatch):
    framework = compiled("vn.tt57-2026.gdtx")
    monkeypatch.setattr("kiemdinh.standards.catalogue.files.__version__", "0.0.1")
    day = dt.date(2027, 6, 30)
    assert framework.rules(None, day).definitions == lower(framework, None, day).definitions


def test_a_framework_with_them_can_be_pickled(compiled, without_lowering):
    framework = pickle.loads(pickle.dumps(compiled("vn.tt57-2026.gdtx")))  # noqa: S301 - our own
    assert framework.rules(None, dt.date(2027, 6, 30)).definitions


WITHOUT_LOWERING = """
import pathlib, sys
from kiemdinh.standards.catalogue import bundled, compiled_rules
bundled.catalogue_folder = compiled_rules.catalogue_folder = lambda: pathlib.Path(sys.argv[1])
import kiemdinh as kd
result = kd.assess("vn.tt18-2018", {"findings": {"1.1": "muc-1"}, "school": {"stages": ["thcs"]}}, on="2024-10-04")
sys.stdout.buffer.write(result.to_text(lang="vi").encode())
assert not [name for name in sys.modules if name.startswith("kiemdinh.standards.lowering.conditions")]
"""

DIGEST_OF_RULES = """
from hashlib import sha256
from kiemdinh.standards.catalogue.compiled import load_yaml
from kiemdinh.standards.catalogue.compiled_rules import compile_rules
print(sha256(b"".join(compile_rules("vn.tt57-2026.gdtx", load_yaml("vn.tt57-2026.gdtx")).values())).hexdigest())
"""


def test_a_school_is_assessed_without_loading_what_lowers(folder):
    command = [sys.executable, "-c", WITHOUT_LOWERING, str(folder)]
    told = subprocess.run(command, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr.decode()
    school = {"findings": {"1.1": "muc-1"}, "school": {"stages": ["thcs"]}}
    assert told.stdout.decode() == kd.assess(load_yaml("vn.tt18-2018"), school, on="2024-10-04").to_text(lang="vi")


def test_they_are_the_same_bytes_in_every_process():
    command = [sys.executable, "-c", DIGEST_OF_RULES]
    digests = {
        subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed}).stdout
        for seed in "12"
    }
    assert len(digests) == 1
