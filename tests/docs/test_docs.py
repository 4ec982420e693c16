"""Every example of the documentation runs: YAML is loaded, Python is a doctest, commands are given to the command.

A YAML block is a whole definition, dossier or scenario file; with a file name in its info string it is also saved
under that name for the Python examples and commands of its page; marked ``fragment`` it is a part of a definition, a
list of conditions or some of its keys; marked ``fragment dossier`` it need only be YAML. A block of text whose info
string is a command is a part of what that command prints.
"""

import doctest
import importlib.util
import re
import runpy
import textwrap
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import pytest
from pydantic import TypeAdapter

import kiemdinh as kd
from kiemdinh.evidence.reading import framework_of, open_dossier
from kiemdinh.parsing.readers import read_text
from kiemdinh.standards.definition import Adoption, Cond, Definition, Node
from kiemdinh.testing import load_scenarios, run
from kiemdinh.transitions.crosswalks import RelationEntry

ROOT = Path(__file__).parents[2]
PAGES = [
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("examples/*/README.md")),
    *sorted(ROOT.glob("docs/training/*.md")),
]
# Written as pairs of a mistake and its remedy, or run by a test of their own.
SNIPPETS = {"diagnostics.md", "diagnostics.vi.md", "rule-forms.md"}
BLOCK = re.compile(r"^```(\S+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page, kind):
    text = page.read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        if match[1] == kind:
            line = text.count("\n", 0, match.start()) + 2
            yield line, match[2].split(), match[3]


def name(page):
    return page.relative_to(ROOT).as_posix()


def yaml_blocks():
    for page in PAGES:
        if page.name not in SNIPPETS:
            for line, words, text in blocks(page, "yaml"):
                yield pytest.param(page, words, text, id=f"{name(page)}:{line}")


def pages_with(kind):
    return [pytest.param(page, id=name(page)) for page in PAGES if any(blocks(page, kind))]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    return tmp_path


def save_files(page, folder):
    for _, words, text in blocks(page, "yaml"):
        if words and words[0] != "fragment":
            (folder / words[0]).write_text(text, encoding="utf-8")


def check_fragment(text, words):
    data = read_text("fragment:\n" + textwrap.indent(text, "  ")).data["fragment"]
    if "crosswalk" in words:
        relations = data if isinstance(data, list) else data.get("relations", ())
        TypeAdapter(tuple[RelationEntry, ...]).validate_python(relations)
    elif isinstance(data, list):
        TypeAdapter(list[Cond]).validate_python(data)
    elif "adopts" in data:
        Adoption.model_validate(data)
    elif "teams" in data:
        kd.renewals([{"id": "A"}], on="2026-12-01", until="2027-12-31", teams=data["teams"])
    elif "dossier" not in words and "part_of" not in data:
        for key, value in data.items():
            kind = Definition if key in Definition.model_fields else Node
            TypeAdapter(get_type_hints(kind, include_extras=True)[key]).validate_python(value)


@pytest.mark.parametrize(("page", "words", "text"), list(yaml_blocks()))
def test_yaml_is_what_it_says(page, words, text, folder):
    if words[:1] == ["fragment"]:
        check_fragment(text, words)
        return
    save_files(page, folder)
    data = read_text(text).data
    if "tree" in data:
        assert kd.load(text=text, unofficial=True).id == data["framework"]
    elif "adopts" in data:
        assert kd.load(folder / words[0]).id == data["framework"]
    elif "amends" in data:
        own = [text for _, _, text in blocks(page, "yaml") if f"framework: {data['amends']}\n" in text]
        base = kd.load(text=own[0]) if own else kd.load(data["amends"])
        assert kd.apply(base, folder / words[0]).acts
    elif "crosswalk" in data:
        assert kd.load_crosswalk(folder / words[0]).relations
    elif "scenarios" in data:
        told = [run(scenario) for scenario in load_scenarios(folder / words[0], allow_files=True).scenarios]
        assert [one.to_text() for one in told if not one.passed] == []
    else:
        opened = replace(open_dossier(text), folder=folder)
        framework = framework_of(opened, allow_files=True)
        assert kd.read_dossier(opened, framework).warnings == ()


@pytest.mark.parametrize("page", pages_with("python"))
def test_python_gives_what_it_says(page, folder, monkeypatch):
    # On a busy machine the workers of an application take long to start.
    monkeypatch.setattr("kiemdinh.web.workers.pool.LONGEST_WAIT", 900)
    save_files(page, folder)
    text = "\n".join(block for _, _, block in blocks(page, "python"))
    examples = doctest.DocTestParser().get_doctest(text, {}, name(page), str(page), 0)
    assert examples.examples, "no example in a python block"
    said = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(examples, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


@pytest.mark.parametrize("page", pages_with("sh"))
def test_commands_run(page, folder, monkeypatch):
    import shlex

    import uvicorn
    from click.testing import CliRunner

    from kiemdinh.cli import main

    # All of ``kiemdinh serve`` runs but the server itself, which would go on until someone ends it.
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: None)
    save_files(page, folder)
    for line in [line for _, _, block in blocks(page, "sh") for line in block.splitlines()]:
        command, _, target = line.partition(" > ")
        program, *arguments = shlex.split(command, comments=True) or [""]
        if program != "kiemdinh":
            continue
        if page.name in SNIPPETS:
            continue
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, f"{line}\n{result.output}"
        if target:
            (folder / target.strip()).write_text(result.stdout, encoding="utf-8")


def shown_outputs():
    for page in PAGES:
        for line, words, text in blocks(page, "text"):
            if words[:1] == ["kiemdinh"]:
                yield pytest.param(page, words[1:], text, id=f"{name(page)}:{line}")


@pytest.mark.parametrize(("page", "arguments", "text"), list(shown_outputs()))
def test_what_is_shown_of_an_output_is_what_the_command_prints(page, arguments, text, folder):
    """A block of text that names a command is a part of what the command prints."""
    from click.testing import CliRunner

    from kiemdinh.cli import main

    save_files(page, folder)
    assert text in CliRunner().invoke(main, arguments).output


@pytest.mark.parametrize(("page", "lang"), [("README.md", "en"), ("README.vi.md", "vi")])
def test_the_showcase_is_what_the_command_prints(page, lang):
    (_, _, shown), *_ = blocks(ROOT / page, "text")
    printed = kd.assess(None, ROOT / "examples" / "thcs-binh-an" / "dossier.yaml").to_text(lang)
    assert printed.startswith(shown.removesuffix("…\n"))


def links(page):
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return [link for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text) if "://" not in link]


def test_links_lead_somewhere():
    broken = [f"{name(page)}: {link}" for page in PAGES for link in links(page) if not (page.parent / link).exists()]
    assert broken == []


def test_every_page_is_linked_from_the_index():
    index = ROOT / "docs" / "index.md"
    pages = {page.name for page in index.parent.glob("*.md")} - {index.name}
    assert pages <= set(links(index))


class TestContributing:
    """What a newcomer is sent to is there."""

    PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    MAP = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")

    def test_files_and_folders_exist(self):
        paths = re.findall(r"`((?:src|tests|docs|benchmarks|examples)/[^`…]*)`", self.PAGE)
        assert len(paths) > 20
        assert [path for path in paths if not (ROOT / path).exists()] == []

    def test_modules_that_are_run_exist(self):
        modules = re.findall(r"python -m (kiemdinh[\w.]*)", self.PAGE)
        assert modules
        assert [name for name in modules if importlib.util.find_spec(name) is None] == []

    def test_tasks_exist(self):
        tasks = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["poe"]["tasks"]
        named = set(re.findall(r"`poe (\w+)", self.PAGE))
        assert {"lint", "types", "tests", "docs", "bench"} <= named <= set(tasks)

    def test_the_map_of_the_tests_names_every_folder(self):
        folders = {path.name for path in (ROOT / "tests").iterdir() if any(path.rglob("*.py")) or path.name == "data"}
        assert set(re.findall(r"`(\w+)/`", self.MAP)) == folders


class TestAFrameworkOfOnesOwn:
    """A definition of a dozen lines, of another country, assessed from Python."""

    FOLDER = ROOT / "examples" / "own-framework"

    def test_it_is_a_dozen_lines(self):
        lines = (self.FOLDER / "framework.yaml").read_text(encoding="utf-8").splitlines()
        assert len([line for line in lines if line.strip() and not line.startswith("#")]) <= 16

    def test_the_script_prints_what_its_readme_says(self, capsys):
        runpy.run_path(str(self.FOLDER / "assess.py"), run_name="__main__")
        printed = capsys.readouterr().out
        readme = (self.FOLDER / "README.md").read_text(encoding="utf-8")
        assert f"```text\n{printed}```" in readme

    def test_outcome(self):
        result = kd.assess(None, self.FOLDER / "dossier.yaml", allow_files=True)
        assert (result.level.id, result.attainable.id, result.determined) == ("basic", "full", False)
        assert [todo.id for todo in result.target.settle] == ["drill"]
