"""Bundled frameworks as the wheel has them: compiled, and equal to their YAML in all."""

import pickle
import shutil
import subprocess
import sys
import warnings
from dataclasses import fields
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.readers import read_object
from kiemdinh.standards.catalogue import files
from kiemdinh.standards.catalogue.compiled import compile_framework, load_compiled, load_yaml
from kiemdinh.standards.catalogue.files import COMPILED_FOLDER, catalogue_folder, edition_names
from kiemdinh.standards.lowering import DEFAULT_SETTING, lower_framework

IDS = [name for bundled in kd.catalogue() for name in edition_names(bundled.id)]


@pytest.fixture
def folder(tmp_path):
    """The folder of the catalogue with a place for compiled frameworks, whether or not the tests run in a wheel."""
    found = tmp_path / "catalogue"
    shutil.copytree(str(catalogue_folder()), found, ignore=shutil.ignore_patterns(COMPILED_FOLDER))
    (found / COMPILED_FOLDER).mkdir()
    return found


def compile_into(folder, framework_id):
    for name, content in compile_framework(framework_id, folder).items():
        (folder / COMPILED_FOLDER / name).write_bytes(content)


def rules_of(framework):
    return lower_framework(framework.definition, framework.outline, DEFAULT_SETTING, Problems(read_object({})))


def said_by(rules):
    """All that rules say, by the names of their parts."""
    return {part.name: getattr(rules, part.name) for part in fields(rules) if part.name != "setting"}


@pytest.mark.parametrize("framework_id", IDS)
def test_it_is_what_the_yaml_says(framework_id, folder):
    compile_into(folder, framework_id)
    compiled, read = load_compiled(framework_id, folder), load_yaml(framework_id)
    assert compiled is not None
    assert compiled is not read
    for part in ("definition", "digest", "warnings", "confirmations", "confirmations_digest", "content_digest"):
        assert getattr(compiled, part) == getattr(read, part), part
    for part in ("nodes", "by_layer", "layers_above"):
        assert getattr(compiled.outline, part) == getattr(read.outline, part), part
    names = [str(name) for name in rules_of(read).names.values()]
    assert [compiled.outline.fact_names.read(name) for name in names] == [
        read.outline.fact_names.read(name) for name in names
    ]
    assert said_by(rules_of(compiled)) == said_by(rules_of(read))


@pytest.mark.parametrize("framework_id", IDS)
def test_it_names_no_path_and_only_classes_of_its_own(framework_id, folder):
    for content in compile_framework(framework_id, folder).values():
        assert str(Path(kd.__file__).parent).encode() not in content
        assert str(folder).encode() not in content


def test_the_places_of_its_parts_are_read_when_they_are_asked_for(folder):
    compile_into(folder, IDS[0])
    compiled = load_compiled(IDS[0], folder)
    again = pickle.loads(pickle.dumps(compiled))  # noqa: S301 - our own
    for framework in (compiled, again):
        assert framework.source.sources()[0].name == load_yaml(IDS[0]).source.sources()[0].name


@pytest.fixture
def compiled_places(folder, monkeypatch):
    """Return what reads the places of a framework from their compiled form, without any YAML."""
    monkeypatch.setattr("kiemdinh.standards.catalogue.compiled.load_yaml", refuse_yaml)
    monkeypatch.setattr("kiemdinh.standards.catalogue.compiled.catalogue_folder", lambda: folder)
    return lambda framework_id: load_compiled(framework_id, folder).source


def refuse_yaml(framework_id):
    raise AssertionError(framework_id)


@pytest.mark.parametrize("framework_id", IDS)
class TestPlacesWithoutYaml:
    @pytest.fixture(autouse=True)
    def yaml_places(self, framework_id, folder):
        compile_into(folder, framework_id)
        return load_yaml(framework_id).source

    def test_they_are_those_of_the_yaml(self, framework_id, folder, yaml_places, compiled_places):
        places = compiled_places(framework_id)
        assert places.data == yaml_places.data
        for path in every_path(yaml_places.data):
            one, other = (source.diagnostic("KD503", MESSAGE, path, key=True) for source in (places, yaml_places))
            assert (one.line, one.column, one.source) == (other.line, other.column, other.source)

    def test_the_files_are_those_that_are_there(self, framework_id, folder, yaml_places, compiled_places):
        for source in compiled_places(framework_id).sources():
            assert dict(source.lines()) == dict(enumerate(Path(source.name).read_text("utf-8").split("\n"), 1))

    def test_of_other_files_the_yaml_is_read(self, framework_id, folder, yaml_places, compiled_places):
        file = folder / f"{framework_id}.yaml"
        framework = load_compiled(framework_id, folder)
        file.write_bytes(file.read_bytes() + b"# changed\n")
        with pytest.raises(AssertionError, match=framework_id):
            _ = framework.source


MESSAGE = Message.verbatim("a message")


def every_path(data, path=()):
    yield path
    if isinstance(data, dict | list):
        for step, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from every_path(part, (*path, step))


def test_without_a_compiled_form_there_is_none(folder):
    assert load_compiled(IDS[0], folder) is None


@pytest.mark.parametrize("changed", ["vn.tt18-2018.yaml", "vn.tt18-2018/*.yaml"])
def test_where_the_yaml_has_changed_it_is_left_with_a_warning(changed, folder):
    compile_into(folder, "vn.tt18-2018")
    file = sorted(folder.glob(changed))[-1]
    file.write_bytes(file.read_bytes() + b"# changed\n")
    with pytest.warns(RuntimeWarning, match=r"compiled form of vn\.tt18-2018 was made of other files"):
        assert load_compiled("vn.tt18-2018", folder) is None


def test_of_another_version_of_kiemdinh_it_is_left_with_a_warning(folder, monkeypatch):
    compile_into(folder, IDS[0])
    monkeypatch.setattr("kiemdinh.standards.catalogue.files.__version__", "0.0.1")
    with pytest.warns(RuntimeWarning, match="was made of other files"):
        assert load_compiled(IDS[0], folder) is None


def test_a_school_has_the_same_result(folder):
    compile_into(folder, IDS[-1])
    school = {"findings": {"1.1": "muc-2", "1.2": "khong-dat"}}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        results = [
            kd.assess(framework, school, on="2027-06-30").to_dict()
            for framework in (load_compiled(IDS[-1], folder), load_yaml(IDS[-1]))
        ]
    assert results[0] == results[1]


WITHOUT_PYDANTIC = """
import pathlib, sys
sys.modules["pydantic"] = sys.modules["pydantic_core"] = None  # importing one of them fails
import kiemdinh as kd
from kiemdinh.standards.catalogue import bundled
bundled.catalogue_folder = lambda: pathlib.Path(sys.argv[1])
result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
sys.stdout.buffer.write(result.to_text(lang="vi").encode())
"""


def test_a_school_is_assessed_by_it_without_what_checks_definitions(folder):
    compile_into(folder, "vn.tt57-2026.gdtx")
    command = [sys.executable, "-c", WITHOUT_PYDANTIC, str(folder)]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    result = kd.assess(load_yaml("vn.tt57-2026.gdtx"), {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    assert told == result.to_text(lang="vi")


def test_a_digest_of_the_catalogue_changes_with_any_file_of_it(folder, monkeypatch):
    monkeypatch.setattr(files, "catalogue_folder", lambda: folder)
    fragment = next(folder.glob("vn.tt18-2018/*.yaml"))
    found = {files.digest_catalogue()}
    for path in (folder / "vn.tt13-2020.thcs@2025-01-31.yaml", fragment):
        path.write_bytes(path.read_bytes() + b"# seen\n")
        found.add(files.digest_catalogue())
    fragment.rename(fragment.with_name("moved.yaml"))
    found.add(files.digest_catalogue())
    assert len(found) == 4
    (folder / COMPILED_FOLDER / "vn.tt18-2018").write_bytes(b"no definition")
    assert files.digest_catalogue() in found
