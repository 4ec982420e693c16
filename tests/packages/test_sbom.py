"""What ``.ci/sbom`` writes. The tool that writes it validates it against the schema of CycloneDX."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sbom(tmp_path_factory):
    file = tmp_path_factory.mktemp("sbom") / "kiemdinh.cdx.json"
    subprocess.run([ROOT / ".ci" / "sbom", file], env=os.environ | {"PYTHON": sys.executable}, check=True)
    return json.loads(file.read_text(encoding="utf-8"))


def named(component):
    return component["name"].lower().replace("_", "-")


def test_it_names_kiemdinh_and_its_licence(sbom):
    product = sbom["metadata"]["component"]
    assert (product["name"], product["type"]) == ("kiemdinh", "library")
    assert [licence["license"]["id"] for licence in product["licenses"]] == ["MIT"]


def test_it_has_each_dependency_and_no_tool(sbom):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {text.split(">")[0].lower() for text in project["dependencies"]}
    found = {named(component) for component in sbom["components"]}
    assert needed <= found
    assert not {"pip", "setuptools", "hatchling", "babel", "pytest"} & found


def test_it_names_no_place_of_the_machine_that_wrote_it(sbom):
    assert "file:" not in json.dumps(sbom)
