"""Input from strangers decides nothing about files and forges no framework: what docs/untrusted-input.md promises."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import kiemdinh as kd
from kiemdinh.cli import main
from kiemdinh.testing import load_scenarios

ROOT = Path(__file__).parents[1]
GENERAL = "vn.tt57-2026.pho-thong"
ON = "2027-06-30"
HIDDEN = "s3cr3t-9f2"
OWN = """\
kiemdinh: 1
framework: org.example.own
source: {document: By-law 1}
subject: {kind: school}
layers: [{id: c, verdict: met}]
tree: [{id: "1", en: Water is safe}]
outcomes: [{id: o, cases: [{id: good, if: {every: c, that: met}}], otherwise: {id: poor}}]
"""
FORGED = OWN.replace("org.example.own", GENERAL)
FINDINGS = {"findings": {"1": "met"}}


def refused(call, *args, **kwargs):
    with pytest.raises(kd.InputError) as caught:
        call(*args, **kwargs)
    assert str(caught.value)
    return [diagnostic.to_dict() for diagnostic in caught.value.diagnostics]


def told(problems):
    return json.dumps(problems, ensure_ascii=False)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / ".env").write_text(f"DB_PASSWORD: {HIDDEN}\nframework: {HIDDEN}\n", encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(f"password: [{HIDDEN}\n", encoding="utf-8")
    (tmp_path / "secrets.json").write_text(json.dumps({"key": HIDDEN, "tree": HIDDEN}), encoding="utf-8")
    return tmp_path


class TestKindsOfArguments:
    """7.6 **Untrusted.** A dossier decides nothing about files: it names its framework by a bundled id, unless the
    caller allows files."""

    WORDS = (
        "/etc/passwd",
        "own.yaml",
        "../own.yaml",
        "..\\own.yaml",
        "x",
        "",
        "~",
        "[1]",
        "a: b",
        OWN,
        "\ufeff{}",
        "\0",
    )

    @pytest.mark.parametrize("word", WORDS)
    def test_a_str_is_the_id_of_a_bundled_framework_and_nothing_else(self, word, folder, monkeypatch):
        monkeypatch.chdir(folder)
        for call in (kd.load, kd.lint, lambda w: kd.assess(w, {}, on=ON), lambda w: kd.read_dossier({}, w)):
            (problem,) = refused(call, word)
            assert problem["code"] == "KD243"

    @pytest.mark.parametrize("word", WORDS)
    def test_nor_where_two_frameworks_are_told_of(self, word, folder, monkeypatch):
        monkeypatch.chdir(folder)
        old = {"framework": "vn.tt18-2018", "date": "2026-05-30", "findings": {"1.1": "muc-1"}}
        for call in (lambda w: kd.diff(w, GENERAL), lambda w: kd.carry_over(old, to=w, on=ON)):
            (problem,) = refused(call, word)
            assert problem["code"] == "KD243"

    def test_a_crosswalk_names_no_file_and_is_no_path(self, folder, monkeypatch):
        monkeypatch.chdir(folder)
        ends = {"from": "own.yaml", "to": GENERAL}
        (problem,) = refused(kd.load_crosswalk, {"kiemdinh": 1, "crosswalk": ends})
        assert problem["code"] == "KD243"
        (problem,) = refused(kd.load_crosswalk, ".env")
        assert problem["code"] == "KD010"

    def test_the_hint_says_how_a_text_and_how_a_file_is_given(self):
        assert "text=" in refused(kd.load, OWN)[0]["hint"]
        assert "Path(" in refused(kd.load, "own.yaml")[0]["hint"]
        assert "Path(" in refused(kd.assess, GENERAL, "school.yaml", on=ON)[0]["hint"]

    def test_each_kind_is_taken_for_what_it_is(self, folder):
        path = folder / "own.yaml"
        own = kd.load(path)
        data = own.definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for same in (
            kd.load(path=path),
            kd.load(path=str(path)),
            kd.load(text=OWN),
            kd.load(text=OWN.encode()),
            kd.load(OWN.encode()),
            kd.load(bytearray(OWN.encode("utf-8-sig"))),
            kd.load(data),
            kd.load(own),
        ):
            assert same == own
        (first, *_) = kd.catalogue()
        assert kd.load(first) == kd.load(first.id) == first.load()

    def test_one_of_them_is_given(self):
        assert refused(kd.load)[0]["code"] == "KD330"
        assert refused(kd.load, GENERAL, text=OWN)[0]["code"] == "KD330"
        assert refused(kd.load, text=3)[0]["code"] == "KD103"
        assert refused(kd.load, path=3)[0]["code"] == "KD103"

    @pytest.mark.parametrize("word", ["/etc/passwd", "own.yaml", "x", "", "[1]", "~/x", "C:\\x", b"own.yaml", b""])
    def test_a_dossier_that_is_text_is_content(self, word, folder, monkeypatch):
        monkeypatch.chdir(folder)
        assert refused(kd.assess, GENERAL, word, on=ON)[0]["code"] == "KD010"
        assert refused(kd.assess(GENERAL, {}, on=ON).repairs, costs=word)[0]["code"] == "KD010"
        assert refused(load_scenarios, word)[0]["code"] == "KD010"

    def test_json_after_a_byte_order_mark_and_bytes(self):
        for content in ('\ufeff{"findings": {}}', b'\xef\xbb\xbf{"findings": {}}', b"findings: {}", "findings: {}"):
            assert kd.assess(GENERAL, content, on=ON).level is None
        assert refused(kd.assess, GENERAL, b"\xff\xfe1", on=ON)[0]["code"] == "KD002"
        assert refused(kd.assess, GENERAL, b"a: \xc3", on=ON)[0]["code"] == "KD002"

    def test_an_entry_of_the_catalogue_that_was_made_up(self):
        entry = type(kd.catalogue()[0])("../../../etc/passwd")
        assert refused(entry.load)[0]["code"] == refused(kd.assess, entry, {}, on=ON)[0]["code"] == "KD243"


class TestWhatADossierNames:
    """7.6 A file that is not there, one that may not be read and one that is no definition are then reported alike,
    and nothing of the last is quoted."""

    NAMES = (".env", "broken.yaml", "secrets.json", "own.yaml", "none.yaml", "/etc/passwd", "..", ".", "/dev/stdin")

    def test_no_file_is_looked_for(self, folder, monkeypatch):
        monkeypatch.chdir(folder)
        (folder / "d.yaml").write_text("framework: own.yaml\n", encoding="utf-8")

        def refuse(*_, **__):
            raise AssertionError

        forms = []
        for name in self.NAMES:
            with monkeypatch.context() as patch:
                patch.setattr(os, "stat", refuse)
                patch.setattr("builtins.open", refuse)
                (problem,) = refused(kd.assess, None, {"date": ON, "framework": name})
                forms.append((problem["code"], problem["message"].replace(name, "NAME"), problem["expected"]))
        assert len(set(forms)) == 1
        assert forms[0][0] == "KD243"
        assert refused(kd.assess, None, folder / "d.yaml", on=ON)[0]["line"] == 1

    @pytest.mark.parametrize("text", [OWN, FORGED, OWN.replace("\n", " "), json.dumps({"kiemdinh": 1})])
    def test_the_text_of_a_definition_is_refused(self, text):
        for allow in (False, True):
            (problem,) = refused(kd.assess, None, {"date": ON, "framework": text}, allow_files=allow)
            assert problem["code"] == "KD243"

    @pytest.mark.parametrize("name", [".env", "broken.yaml", "secrets.json", "none.yaml", "locked.yaml", "pipe", "."])
    def test_what_is_no_definition_looks_like_what_is_not_there(self, name, folder):
        (folder / "locked.yaml").write_text(OWN, encoding="utf-8")
        (folder / "locked.yaml").chmod(0)
        os.mkfifo(folder / "pipe")
        (folder / "d.yaml").write_text(f"framework: ./{name}\n", encoding="utf-8")
        if name == "locked.yaml" and os.access(folder / name, os.R_OK):
            pytest.skip("this user may read every file")
        (problem,) = refused(kd.assess, None, folder / "d.yaml", on=ON, allow_files=True)
        (missing,) = refused(kd.assess, None, b"framework: ./none-at-all.yaml", on=ON, allow_files=True)
        assert HIDDEN not in told([problem])
        assert problem["message"].replace(f"./{name}", "") == missing["message"].replace("./none-at-all.yaml", "")
        assert (problem["code"], problem["line"], problem["hint"]) == ("KD243", 1, missing["hint"])

    def test_a_file_where_the_caller_allows_it(self, folder):
        (folder / "sub").mkdir()
        (folder / "sub" / "d.yaml").write_text('framework: ../own.yaml\nfindings: {"1": met}\n', encoding="utf-8")
        result = kd.assess(None, folder / "sub" / "d.yaml", on=ON, allow_files=True)
        assert (result.level.id, result.bundled) == ("good", False)

    def test_a_definition_with_a_mistake_is_told_with_its_lines(self, folder):
        (folder / "own.yaml").write_text(OWN.replace("every: c", "every: cc"), encoding="utf-8")
        (folder / "d.yaml").write_text("framework: own.yaml\n", encoding="utf-8")
        (problem,) = refused(kd.assess, None, folder / "d.yaml", on=ON, allow_files=True)
        assert (problem["file"], problem["line"]) == (str(folder / "own.yaml"), 7)

    def test_an_unknown_id_is_told_at_its_line(self):
        (problem,) = refused(kd.assess, None, "date: 2027-06-30\nframework: vn.tt57-2026.phothong\n")
        assert (problem["code"], problem["file"], problem["line"]) == ("KD243", "<text>", 2)
        assert problem["hint"] == f"did you mean '{GENERAL}'?"

    def test_scenarios_name_no_file_either(self, folder, monkeypatch):
        monkeypatch.chdir(folder)
        one = {"name": "a", "given": {"file": ".env"}, "then": {"level": "none"}}
        whole = {"kiemdinh": 1, "framework": "own.yaml", "when": ON, "scenarios": [one]}
        assert [p["code"] for p in refused(load_scenarios, whole)] == ["KD243"]
        (problem,) = refused(load_scenarios, whole | {"framework": GENERAL})
        assert (problem["code"], problem["path"]) == ("KD001", "scenarios[0].given.file")

    def test_the_command_line_allows_it_for_a_file_and_not_for_standard_input(self, folder):
        dossier = folder / "d.yaml"
        dossier.write_text(f'framework: own.yaml\ndate: {ON}\nfindings: {{"1": met}}\n', encoding="utf-8")
        for command in (["assess"], ["explain", "--target", "good"], ["margin"], ["check"]):
            done = CliRunner().invoke(main, [*command, str(dossier)])
            assert done.exit_code == 0, done.output
        text = f"framework: {folder / 'own.yaml'}\ndate: {ON}\n"
        for command in ("assess", "explain", "margin", "check"):
            done = CliRunner().invoke(main, [command, "-"], input=text)
            assert (done.exit_code, "KD243" in done.stderr, "-:1:" in done.stderr) == (2, True, True)


class TestReservedIds:
    """7.6 The ids of the bundled frameworks are reserved: another definition under one of them is refused unless the
    caller asks for it. `result.bundled` says whether the framework is the bundled one of its id (True, False), and
    every form of a result says so, so that no forged definition passes for the law."""

    def test_another_definition_under_a_bundled_id_is_refused_everywhere(self, tmp_path):
        path = tmp_path / "forged.yaml"
        path.write_text(FORGED, encoding="utf-8")
        (tmp_path / "d.yaml").write_text("framework: forged.yaml\n", encoding="utf-8")
        data = kd.load(text=OWN).definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for call in (
            lambda: kd.load(path),
            lambda: kd.load(text=FORGED),
            lambda: kd.load(data | {"framework": GENERAL}),
            lambda: kd.assess(FORGED.encode(), FINDINGS, on=ON),
            lambda: kd.read_dossier(FINDINGS, path),
            lambda: kd.assess(None, tmp_path / "d.yaml", on=ON, allow_files=True),
        ):
            (problem,) = refused(call)
            assert problem["code"] == "KD246"
        assert refused(kd.load, path)[0]["line"] == 2

    def test_a_certainty_that_was_raised_is_a_forgery_too(self):
        data = kd.load(GENERAL).definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        assert kd.assess(data, {}, on=ON).bundled
        text = json.dumps(data)
        assert "single_source" in text or "inferred" in text
        for degree in ("single_source", "inferred", "unverified"):
            text = text.replace(f'"{degree}"', '"confirmed"')
        assert refused(kd.load, text=text)[0]["code"] == "KD246"

    def test_where_it_is_asked_for_every_form_says_so(self):
        framework = kd.load(text=FORGED, unofficial=True)
        result = kd.assess(framework, FINDINGS, on=ON)
        assert result.bundled is False
        assert result.to_dict()["bundled"] is False
        parts = [result, result.explain("good"), result.repairs("good"), result.margin(), result.why()]
        for part in (*parts, result.what_if({"1": "unmet"})):
            assert json.loads(part.to_json())["bundled"] is False
            assert f"Not the bundled definition of {GENERAL}" in part.to_text("en").replace("\n", " ")
            assert "bản khác mang cùng mã" in part.to_markdown("vi")
        assert "Not the bundled definition" in result.explain("good").to_svg("en")

    def test_the_bundled_one_and_one_of_your_own_say_nothing(self):
        own, official = kd.assess(kd.load(text=OWN), FINDINGS, on=ON), kd.assess(GENERAL, {}, on=ON)
        assert (own.bundled, official.bundled, official.to_dict()["bundled"]) == (False, True, True)
        assert "bundled" not in own.to_text("en") + official.to_text("en")
        copied = kd.load(path=ROOT / "src" / "kiemdinh" / "standards" / "catalogue" / f"{GENERAL}.yaml")
        assert kd.assess(copied, {}, on=ON).bundled

    def test_on_the_command_line(self, tmp_path):
        path, dossier = tmp_path / "forged.yaml", tmp_path / "d.yaml"
        path.write_text(FORGED, encoding="utf-8")
        dossier.write_text(f'date: {ON}\nfindings: {{"1": met}}\n', encoding="utf-8")
        asked = ["assess", str(dossier), "--framework", str(path), "--lang", "en"]
        assert "KD246" in CliRunner().invoke(main, asked).stderr
        done = CliRunner().invoke(main, [*asked, "--unofficial"])
        assert (done.exit_code, "Not the bundled definition" in done.stdout) == (0, True)
        for command in ("check", "lint", "show"):
            assert "KD246" not in CliRunner().invoke(main, [command, str(path)]).output
        assert "Not the bundled definition" in CliRunner().invoke(main, ["show", str(path), "--lang", "en"]).stdout


class TestPartsOfADefinition:
    MAIN = OWN.replace('tree: [{id: "1", en: Water is safe}]', "tree: [{from: NAME}]")
    PART = 'kiemdinh: 1\npart_of: org.example.own\ntree: [{id: "1", en: Water is safe}]\n'

    def load(self, folder, name):
        path = folder / "main.yaml"
        path.write_text(self.MAIN.replace("NAME", json.dumps(name)), encoding="utf-8")
        return kd.load(path)

    @pytest.mark.parametrize(
        "name", ["..\\x.yaml", "../x.yaml", "a/../../x.yaml", "/x.yaml", "C:x.yaml", "\\\\h\\x", ""]
    )
    def test_a_path_that_leads_out_is_refused(self, name, tmp_path):
        (tmp_path / "x.yaml").write_text(self.PART, encoding="utf-8")
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "..\\x.yaml").write_text(self.PART, encoding="utf-8")
        assert "KD001" in {p["code"] for p in refused(self.load, tmp_path / "in", name)}

    def test_a_link_that_leads_out_is_not_followed(self, tmp_path):
        inside = tmp_path / "in"
        inside.mkdir()
        (tmp_path / "x.yaml").write_text(self.PART, encoding="utf-8")
        (inside / "x.yaml").symlink_to(tmp_path / "x.yaml")
        (inside / "up").symlink_to(tmp_path)
        (inside / "loop.yaml").symlink_to(inside / "loop.yaml")
        for name in ("x.yaml", "up/x.yaml", "loop.yaml"):
            assert "KD001" in {p["code"] for p in refused(self.load, inside, name)}
        (inside / "real.yaml").write_text(self.PART, encoding="utf-8")
        (inside / "link.yaml").symlink_to(inside / "real.yaml")
        assert list(self.load(inside, "link.yaml").nodes) == ["1"]

    def test_nothing_is_quoted_of_a_file_that_is_no_part(self, folder):
        for name in (".env", "broken.yaml", "secrets.json"):
            assert HIDDEN not in told(refused(self.load, folder, name))


class TestAdoptedFiles:
    """7.7 ... Where files are not allowed (7.6) it adopts bundled frameworks alone."""

    WITH_PARAMETER = OWN + "parameters: {least: {type: number, range: {from: 1, to: 9}}}\n"
    ADOPTING = "kiemdinh: 1\nadopts: NAME\nframework: org.example.province\nparameters: {least: 4}\n"

    def adopt(self, folder, name):
        path = folder / "province.yaml"
        path.write_text(self.ADOPTING.replace("NAME", json.dumps(name)), encoding="utf-8")
        return kd.load(path)

    @pytest.fixture
    def inside(self, folder):
        """A folder with links out of it, in a folder with a framework that could be adopted."""
        (folder / "base.yaml").write_text(self.WITH_PARAMETER, encoding="utf-8")
        inside = folder / "in"
        inside.mkdir()
        (inside / "base.yaml").symlink_to(folder / "base.yaml")
        (inside / "up").symlink_to(folder)
        (inside / ".env").write_text((folder / ".env").read_text(encoding="utf-8"), encoding="utf-8")
        (inside / "broken.yaml").write_text(f"password: [{HIDDEN}\n", encoding="utf-8")
        return inside

    def test_a_file_below_the_folder_is_adopted(self, folder):
        (folder / "base.yaml").write_text(self.WITH_PARAMETER, encoding="utf-8")
        assert self.adopt(folder, "base.yaml").parameters["least"].default.is_ == "4"

    @pytest.mark.parametrize("name", ["base.yaml", "up/base.yaml", "../base.yaml", ".env", "broken.yaml", "none.yaml"])
    def test_what_may_not_be_read_looks_like_what_is_not_there(self, name, inside):
        (problem,) = refused(self.adopt, inside, name)
        (missing,) = refused(self.adopt, inside, "none-at-all.yaml")
        assert HIDDEN not in told([problem])
        assert problem["message"].replace(name, "") == missing["message"].replace("none-at-all.yaml", "")
        assert (problem["code"], problem["line"], problem["hint"]) == ("KD243", 2, missing["hint"])

    def test_the_parts_of_the_adopted_file_stay_below_its_own_folder(self, folder):
        (folder / "sub").mkdir()
        (folder / "part.yaml").write_text(TestPartsOfADefinition.PART, encoding="utf-8")
        leading_out = self.WITH_PARAMETER.replace('{id: "1", en: Water is safe}', "{from: ../part.yaml}")
        (folder / "sub" / "base.yaml").write_text(leading_out, encoding="utf-8")
        assert "KD001" in {problem["code"] for problem in refused(self.adopt, folder, "sub/base.yaml")}

    def test_a_definition_that_is_no_file_adopts_bundled_ids_only(self, folder, monkeypatch):
        (folder / "base.yaml").write_text(self.WITH_PARAMETER, encoding="utf-8")
        monkeypatch.chdir(folder)
        text = self.ADOPTING.replace("NAME", "base.yaml")
        data = {"kiemdinh": 1, "adopts": "base.yaml", "framework": "org.example.province", "parameters": {"least": 4}}
        for call in (lambda: kd.load(text=text), lambda: kd.load(text.encode()), lambda: kd.load(data)):
            (problem,) = refused(call)
            assert problem["code"] == "KD243"


def test_the_package_works_from_a_zip_archive(tmp_path):
    """The parts of a bundled framework come out of the package, and never from a folder that others can write."""
    archive = tmp_path / "kiemdinh.zip"
    source = ROOT / "src"
    with zipfile.ZipFile(archive, "w") as file:
        for path in (source / "kiemdinh").rglob("*"):
            if "__pycache__" not in path.parts:
                file.write(path, path.relative_to(source))
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    script = (
        "import kiemdinh as kd\n"
        "assert '.zip' in kd.__file__, kd.__file__\n"
        "for entry in kd.catalogue():\n"
        "    result = kd.assess(entry, {}, on='2024-06-30')\n"
        "    assert result.bundled and result.to_text('vi')\n"
        "    assert result.outcomes[0].kind == 'labels' or result.explain().to_text('en')\n"
        "    kd.lint(entry) if entry.id.endswith('gdtx') else None\n"
        "    print(entry.id, len(entry.load().nodes))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(archive), "TMPDIR": str(temporary)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [word for b in kd.catalogue() for word in (b.id, str(len(b.load().nodes)))]
    assert not [path for path in temporary.rglob("*") if path.is_file()]
