"""7.7 **Parameters.** A value that the law leaves to somebody else, and files that adopt a framework and set it."""

import re

import pytest

import kiemdinh as kd
from kiemdinh.testing.mutation.changes.list_changes import list_changes

ON = "2027-01-01"
BASE = """
kiemdinh: 1
framework: org.example.land
en: Land standard
source: {document: By-law 1}
subject: {kind: school}
inputs:
  land: {type: number, unit: m2, range: {from: 0}, en: Land}
  pupils: {type: number, unit: person, range: {from: 1}, given: true, en: Pupils}
parameters:
  land_each: {type: number, unit: m2, range: {from: 2, to: 20}, cite: Article 5, en: Land for each pupil}
  boarding: {type: yes_no, default: false, en: Beds are asked for}
layers: [{id: criterion, verdict: met, not_applicable: drop}]
tree:
  - {id: "1", en: There is land enough, met_if: {value: land, per: pupils, at_least: {value: land_each}}}
  - {id: "2", en: There are beds, when: {value: boarding, is: true}}
outcomes:
  - id: result
    cases: [{id: good, en: Good, if: {every: criterion, that: met}}]
    otherwise: {id: poor, en: Poor}
"""
ADOPTING = "kiemdinh: 1\nadopts: base.yaml\nframework: org.example.province\n"


def dossier(land, **more):
    return {"inputs": {"land": land, "pupils": 50, **more}}


def truth(framework, land):
    return kd.assess(framework, dossier(land), on=ON).node("1").truth.name


@pytest.fixture
def adopt(tmp_path):
    """Load a file that adopts the standard above, with changes of that standard."""

    def load(said, changes=None):
        text = BASE
        for old, new in (changes or {}).items():
            assert text.count(old) == 1
            text = text.replace(old, new)
        (tmp_path / "base.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "province.yaml").write_text(said, encoding="utf-8")
        return kd.load(tmp_path / "province.yaml")

    return load


@pytest.fixture
def problems(adopt):
    """The problems of a file that adopts the standard above: code and line."""

    def find(said, changes=None):
        with pytest.raises(kd.InputError) as caught:
            adopt(said, changes)
        return [(one.code, one.line) for one in caught.value.diagnostics]

    return find


class TestAParameterThatIsNotSet:
    """7.7 Parameters. ... can be anything in its range, and what depends on it is unknown, *not set*."""

    @pytest.mark.parametrize(("land", "expected"), [(50, "UNMET"), (500, "UNKNOWN"), (1000, "MET")])
    def test_decides_where_no_value_could_change_the_verdict(self, land, expected):
        assert truth(kd.load(text=BASE), land) == expected

    def test_is_named_with_its_reason(self):
        node = kd.assess(kd.load(text=BASE), dossier(500), on=ON).node("1")
        assert (node.reasons, node.missing) == (("not set",), ("input:land_each",))

    def test_is_nothing_that_a_repair_changes(self):
        repairs = kd.assess(kd.load(text=BASE), dossier(500), on=ON).repairs("good")
        assert [[change.id for change in repair.changes] for repair in repairs] == [["input:land"]]

    @pytest.mark.parametrize("entry", [{"land_each": 8}, {"land_each": None}, {"boarding": True}])
    def test_is_not_recorded_by_a_dossier(self, entry):
        with pytest.raises(kd.InputError) as caught:
            kd.assess(kd.load(text=BASE), dossier(500, **entry), on=ON)
        assert [one.code for one in caught.value.diagnostics] == ["KD302"]

    def test_lint_takes_it_for_any_value_in_its_range(self):
        assert {one.code for one in kd.lint(kd.load(text=BASE))} <= {"KD533"}

    def test_lint_finds_one_that_no_rule_reads(self):
        unread = BASE.replace("parameters:\n", "parameters:\n  fee: {type: number, en: Fee}\n")
        (found,) = [one for one in kd.lint(kd.load(text=unread)) if one.code == "KD530"]
        assert (str(found.message), found.line) == ("parameter 'fee' is declared and not used", 11)


class TestAdopting:
    """7.7 Parameters. ... A file that adopts a framework gives it an id of its own and sets its parameters."""

    def test_sets_the_value(self, adopt):
        framework = adopt(ADOPTING + "parameters: {land_each: 8}\n")
        assert [truth(framework, land) for land in (399, 400)] == ["UNMET", "MET"]

    def test_a_value_has_the_law_that_sets_it(self, adopt):
        framework = adopt(ADOPTING + "cite: Decision 12\nparameters: {land_each: {is: 8, certainty: inferred}}\n")
        value = framework.parameters["land_each"].default
        assert (value.is_, value.cite, value.certainty) == ("8", "Decision 12", "inferred")
        assert framework.parameters["land_each"].cite == "Article 5"

    def test_each_has_an_id_and_a_digest_of_its_own(self, adopt):
        first, second = (adopt(ADOPTING + f"parameters: {{land_each: {n}}}\n") for n in (8, 9))
        assert first.id == second.id == "org.example.province"
        assert len({first.digest, second.digest, kd.load(text=BASE).digest}) == 3

    def test_takes_the_title_of_what_it_adopts_unless_it_has_one(self, adopt):
        said = ADOPTING + "parameters: {land_each: 8}\n"
        assert [adopt(said).title("en"), adopt(said + "en: Land in the north\n").title("en")] == [
            "Land standard",
            "Land in the north",
        ]

    def test_a_default_holds_until_it_is_set(self, adopt):
        plain, boarding = (adopt(ADOPTING + f"parameters: {{boarding: {said}}}\n") for said in ("false", "true"))
        assert [kd.assess(one, dossier(1000), on=ON).node("2").applies.name for one in (plain, boarding)] == [
            "UNMET",
            "MET",
        ]

    def test_a_result_is_read_back(self, adopt):
        result = kd.assess(adopt(ADOPTING + "parameters: {land_each: 8}\n"), dossier(500), on=ON)
        assert kd.Assessment.from_dict(result.to_dict()).to_dict() == result.to_dict()
        assert (result.to_dict()["framework"]["id"], result.bundled) == ("org.example.province", False)

    def test_the_adopted_file_may_change(self, adopt):
        said = ADOPTING + "parameters: {land_each: 8}\n"
        assert adopt(said).title("en") != adopt(said, {"en: Land standard": "en: Another"}).title("en")


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("parameters: {land_each: 50}\n", [("KD314", 4)]),
            ("parameters: {land_each: 1}\n", [("KD314", 4)]),
            ("parameters: {land_each: many, bording: true, boarding: 3}\n", [("KD106", 4), ("KD209", 4), ("KD111", 4)]),
            ("parameters: {land_each: 4, land_each: 5}\n", [("KD006", 4)]),
            ("parameters: {land: 5}\n", [("KD209", 4)]),
            ("parameters: {land_each: 4}\ntree: []\n", [("KD102", 5)]),
            ("vi: Chuẩn\n", [("KD101", 1)]),
        ],
    )
    def test_each_mistake_at_its_line(self, problems, said, expected):
        assert problems(ADOPTING + said) == expected

    def test_an_adopting_file_is_not_adopted(self, problems):
        said = ADOPTING.replace("base.yaml", "province.yaml") + "parameters: {land_each: 4}\n"
        assert problems(said) == [("KD248", 2)]

    def test_the_id_of_the_adopted_framework_is_taken(self, problems):
        said = ADOPTING.replace("org.example.province", "org.example.land") + "parameters: {land_each: 4}\n"
        assert problems(said) == [("KD248", 3)]

    def test_the_ids_of_bundled_frameworks_are_reserved(self, problems):
        said = "parameters: {land_each: 4}\n"
        assert problems(ADOPTING.replace("org.example.province", "vn.tt18-2018") + said) == [("KD246", 3)]
        forged = {"framework: org.example.land": "framework: vn.tt18-2018"}
        assert problems(ADOPTING + said, forged) == [("KD246", 2)]

    def test_a_framework_without_parameters_is_not_adopted(self, problems):
        said = ADOPTING.replace("base.yaml", "vn.tt18-2018") + "parameters: {land_each: 4}\n"
        assert problems(said) == [("KD248", 4)]

    @pytest.mark.parametrize("name", ["../base.yaml", "/etc/passwd", "missing.yaml", "notes.txt", "C:base.yaml", "."])
    def test_no_file_is_told_apart_and_none_is_quoted(self, tmp_path, problems, name):
        (tmp_path / "notes.txt").write_text("password: secret\n", encoding="utf-8")
        assert problems(ADOPTING.replace("base.yaml", name) + "parameters: {land_each: 4}\n") == [("KD243", 2)]

    def test_a_text_adopts_no_file(self, adopt):
        said = ADOPTING + "parameters: {land_each: 4}\n"
        adopt(said)
        with pytest.raises(kd.InputError) as caught:
            kd.load(text=said)
        assert [one.code for one in caught.value.diagnostics] == ["KD243"]

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("default: false", "default: maybe", "KD111"),
            ("boarding: {type: yes_no, default: false", "pupils: {type: number", "KD201"),
            ("type: yes_no, default: false", "type: decision", "KD104"),
            ("default: false", "given: true", "KD102"),
        ],
    )
    def test_mistakes_of_a_definition(self, old, new, code):
        with pytest.raises(kd.InputError) as caught:
            kd.load(text=BASE.replace(old, new))
        assert code in [one.code for one in caught.value.diagnostics]


class TestANameThatIsNotDeclared:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("at_least: {value: land_each}", "at_least: {value: landeach}"),
            ("{value: boarding, is: true}", "{value: bording, is: true}"),
            ("per: pupils, at_least: {value: land_each}", "per: puplis, at_least: {value: land_each}"),
            ("at_least: {value: land_each}", "at_least: {by: zone, values: {a: 2}}"),
        ],
    )
    def test_is_one_problem_and_may_have_been_a_parameter(self, old, new):
        with pytest.raises(kd.InputError) as caught:
            kd.load(text=BASE.replace(old, new))
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.message.split("'")[0]) == ("KD209", "input or parameter ")

    def test_is_one_problem_where_the_quantity_is_shown_too(self):
        text = BASE.replace("layers:", "define: {each: {value: land, per: puplis}}\nshows: [each]\nlayers:")
        with pytest.raises(kd.InputError) as caught:
            kd.load(text=text)
        assert [problem.code for problem in caught.value.diagnostics] == ["KD209"]

    def test_is_an_input_where_there_are_no_parameters(self):
        text = (
            re.sub(r"parameters:\n(  .*\n)+", "", BASE).replace("{value: land_each}", "3").replace("boarding", "beds")
        )
        with pytest.raises(kd.InputError) as caught:
            kd.load(text=text)
        assert [problem.message for problem in caught.value.diagnostics] == ["input 'beds' is not declared"]


class TestShown:
    def shown(self, framework, lang="en"):
        from click.testing import CliRunner

        from kiemdinh.cli.main import main

        path = framework.source.sources()[0].name
        return CliRunner().invoke(main, ["show", path, "--all", "--lang", lang]).output

    def test_each_parameter_with_its_value_and_law(self, adopt):
        said = adopt(ADOPTING + "parameters: {land_each: {is: 8, cite: Article 3}}\n")
        shown = " ".join(self.shown(said).split())
        assert "Land for each pupil (land_each) [Article 5; confirmed]" in shown
        assert "value: 8 m² [Article 3]" in shown
        assert "value: no" in shown

    def test_one_that_is_not_set(self, adopt):
        shown = " ".join(self.shown(adopt(ADOPTING + "parameters: {boarding: true}\n"), "vi").split())
        assert "chưa đặt giá trị" in shown
        assert "giá trị: có" in shown


class TestBesideOtherFiles:
    def test_a_dossier_that_names_the_file_is_of_its_framework(self, adopt, tmp_path):
        adopt(ADOPTING + "parameters: {land_each: 8}\n")
        (tmp_path / "dossier.yaml").write_text(
            "framework: province.yaml\ndate: 2027-01-01\ninputs: {land: 500, pupils: 50}\n", encoding="utf-8"
        )
        result = kd.assess(None, tmp_path / "dossier.yaml", allow_files=True)
        assert (result.framework.id, result.node("1").truth.name) == ("org.example.province", "MET")
        assert [one.code for one in result.warnings if one.code == "KD413"] == []

    def test_what_waits_for_a_parameter_names_it(self):
        shown = kd.assess(kd.load(text=BASE), dossier(500), on=ON).explain("good").to_text("en", full=True)
        assert "(not set) (Land for each pupil)" in " ".join(shown.split())

    def test_what_waits_for_a_parameter_alone_is_decided_by_an_authority(self):
        """5.4 ... *decide* (for an authority, or a matter of context; so what waits for a parameter alone)."""
        given = dossier(500)
        target = kd.assess(kd.load(text=BASE), given, on=ON).explain("good").target
        assert ([one.id for one in target.decide], target.settle) == (["1"], ())
        del given["inputs"]["land"]
        target = kd.assess(kd.load(text=BASE), given, on=ON).explain("good").target
        assert ([one.id for one in target.settle], target.decide) == (["1"], ())

    def test_mutation_changes_a_parameter_once_and_keeps_it_context(self):
        changes = [one for one in list_changes(kd.load(text=BASE)) if "boarding" in one.path or "land_each" in one.path]
        assert {one.was for one in changes if one.path[-1] == "from"} == {"from: 2"}
        assert len({(one.path, one.becomes) for one in changes}) == len(changes)
        assert [one for one in changes if "given" in one.path] == []
