"""Scenario files: what a lawyer writes is held against what the engine gives, and a difference is explained."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.testing import load_scenarios, run
from kiemdinh.testing.scenarios import model as scenario_model
from saved import saved

FRAMEWORK = """\
kiemdinh: 1
framework: org.example.library
en: Good library
source: {document: By-law 12}
subject: {kind: school}
scales:
  grade: {not_reached: {id: below, en: Below}, steps: [{id: basic, en: Basic}, {id: full, en: Full}]}
  ten: {from: 0, to: 10}
  badge: {steps: [{id: bronze, en: Bronze}, {id: gold, en: Gold}]}
inputs:
  books: {type: number, en: Titles, unit: count, better: higher}
layers:
  - {id: criterion, verdict: met}
  - {id: judged, verdict: rating, scale: ten}
tree:
  - {id: "1", layer: criterion, en: There is a catalogue}
  - {id: "2", layer: criterion, en: It is open every day}
  - {id: "3", layer: criterion, en: At least 100 titles, met_if: {value: books, at_least: 100}}
  - {id: "4", layer: judged, en: How quiet it is}
outcomes:
  - id: grade
    en: Grade
    ladder: grade
    needs: {basic: {count: criterion, that: met, at_least: 2}, full: {every: criterion, that: met}}
  - {id: mood, en: Mood, cases: [{id: calm, if: {mean: judged, of: {its: rating}, at_least: 7}}], otherwise: {id: loud}}
awards:
  - id: badge
    en: Badge
    ladder: badge
    needs: {bronze: {outcome: grade, at_least: basic}, gold: {outcome: grade, at_least: full}}
  - {id: plaque, en: Plaque, needs: {outcome: grade, at_least: basic}}
"""

HEAD = """\
kiemdinh: 1
framework: library.yaml
when: 2027-06-30
lang: en
dossiers:
  good: {findings: {"1": met, "2": met, "4": 7.5}, inputs: {books: 140}}
scenarios:
"""

SCALARS = st.sampled_from([None, "good", "full", "none", "1", 3, -1, 2.5, True, "KD301", "2027-06-30", "", "x:y"])
PARTS = (scenario_model.ScenarioDef, scenario_model.Then, scenario_model.AwardThen, scenario_model.NodeThen)
LISTS = (scenario_model.BlockersThen, scenario_model.RepairThen)
WRITTEN = {field.alias or name for part in (*PARTS, *LISTS) for name, field in part.model_fields.items()}
KEYS = st.sampled_from(sorted(WRITTEN | {"badge", "plaque", "grade", "mood", "1", "4", "file", "findings", "inputs"}))
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "library.yaml").write_text(FRAMEWORK, encoding="utf-8")
    return tmp_path


def loaded(folder, text, head=HEAD):
    path = folder / "x.scenarios.yaml"
    path.write_text(head + text, encoding="utf-8")
    return load_scenarios(path, allow_files=True)


def one(folder, then, but="{}", given="good"):
    (scenario,) = loaded(folder, f"  - {{name: It, given: {given}, but: {but}, then: {then}}}\n").scenarios
    return run(scenario)


class TestWhatComesOut:
    """given (dossier or a change to a named one), when (date), then (level, attainable, awards, blockers, cheapest
    repair, or an expected diagnostic)."""

    @pytest.mark.parametrize(
        ("but", "then"),
        [
            ("{}", "{level: full, attainable: full, determined: true, outcome: full}"),
            ("{}", "{outcomes: {mood: calm}, awards: {badge: gold, plaque: true}, blockers: []}"),
            ("{'1': unmet}", "{level: basic, blockers: ['1'], nodes: {'1': unmet}}"),
            ("{'1': null}", "{level: basic, attainable: full, determined: false, outcome: undetermined}"),
            ("{'1': unmet, '2': unmet}", "{level: none, outcome: below, awards: {badge: none, plaque: false}}"),
            ("{'1': unmet, '2': null}", "{awards: {badge: {eligible: none, possible: bronze}}}"),
            ("{'input:books': 50}", "{repair: {cost: 1, count: 1, changes: {'input:books': 100}}}"),
            ("{'1': unmet, '2': unmet}", "{repair: {target: full, cost: 2, reachable: true, changes: ['1', '2']}}"),
            ("{'1': unmet, '2': unmet}", "{repair: {target: basic, count: 2, changes: {'2': met}}}"),
            ("{'1': unmet, '2': unmet}", "{blockers: {target: full, include: ['2']}}"),
            ("{'4': null}", "{outcomes: {mood: {labels: [loud, calm], determined: false}}}"),
            ("{'input:books': many}", "{diagnostic: KD106}"),
            ("{'9': met}", "{diagnostic: [KD301]}"),
        ],
    )
    def test_as_expected(self, folder, but, then):
        result = one(folder, then, but)
        assert result.passed, result.to_text()
        assert result.explanation == ""

    @pytest.mark.parametrize(
        ("but", "then", "said", "why"),
        [
            ("{'1': unmet}", "{level: full}", "level: expected full, got basic", "There is a catalogue"),
            ("{}", "{level: basic}", "level: expected basic, got full", "Full"),
            ("{}", "{level: none}", "level: expected none, got full", "Full"),
            ("{'1': null}", "{determined: true}", "determined: expected true, got false", "There is a catalogue"),
            ("{}", "{awards: {badge: bronze}}", "awards.badge.eligible: expected bronze, got gold", "Badge"),
            ("{}", "{awards: {plaque: {held: true}}}", "awards.plaque.held: expected true, got false", "Plaque"),
            ("{'1': unmet}", "{blockers: ['2']}", "blockers: expected 2, got 1", "There is a catalogue"),
            (
                "{'1': unmet}",
                "{nodes: {'1': met}}",
                "nodes.1: expected met, got unmet",
                "1: By external review: not met",
            ),
            ("{'1': unmet}", "{repair: {cost: 2}}", "repair.cost: expected 2, got 1", "There is a catalogue"),
            (
                "{'input:books': 50}",
                "{repair: {changes: {'input:books': 99}}}",
                "repair.changes: expected input:books: 99, got input:books: 100",
                "100",
            ),
            ("{}", "{diagnostic: KD301}", "diagnostic: expected KD301, got the dossier is accepted", ""),
            ("{'9': met}", "{level: full}", "got KD301", "there is no node '9'"),
            ("{}", "{warnings: [KD401]}", "warnings: expected KD401, got none", ""),
        ],
    )
    def test_a_difference_is_told_and_explained(self, folder, but, then, said, why):
        result = one(folder, then, but)
        assert not result.passed
        assert [str(line) for line in result.expectations if said in str(line)]
        assert why in result.explanation
        assert "expected" in result.to_text()

    def test_warnings(self, folder):
        given = "{findings: {'1': met}, external: {'1': unmet}}"
        assert one(folder, "{warnings: [KD407]}", given=given).passed
        assert one(folder, "{warnings: {include: [KD407]}}", given=given).passed
        assert not one(folder, "{warnings: []}", given=given).passed

    def test_what_holds_is_not_told_again(self, folder):
        result = one(folder, "{level: full, determined: false}")
        assert "determined" in result.to_text()
        assert "  level\n" not in result.to_text()

    def test_a_change_is_refused_at_its_line(self, folder):
        (scenario,) = loaded(
            folder, "  - name: It\n    given: good\n    but:\n      '9': met\n    then: {level: full}\n"
        ).scenarios
        assert "x.scenarios.yaml:11:12: error KD301" in run(scenario).explanation

    def test_a_dossier_is_refused_at_its_line(self, folder):
        (scenario,) = loaded(
            folder, "  - name: It\n    given:\n      findings:\n        '9': met\n    then: {level: full}\n"
        ).scenarios
        assert "x.scenarios.yaml:11:9: error KD301" in run(scenario).explanation

    def test_a_dossier_of_its_own_file_and_its_own_date(self, folder):
        (folder / "school.yaml").write_text("date: 2027-01-01\nfindings: {'1': met}\n", encoding="utf-8")
        head = HEAD.replace("when: 2027-06-30\n", "")
        (scenario,) = loaded(
            folder, "  - {name: It, given: {file: school.yaml}, then: {attainable: full}}\n", head
        ).scenarios
        result = run(scenario)
        assert result.passed
        assert result.assessment.dates.evidence.isoformat() == "2027-01-01"

    def test_when_of_a_scenario_comes_before_that_of_the_file(self, folder):
        (scenario,) = loaded(folder, "  - {name: It, given: good, when: 2026-01-31, then: {level: full}}\n").scenarios
        assert run(scenario).assessment.dates.evidence.isoformat() == "2026-01-31"

    def test_without_any_date_it_is_refused(self, folder):
        head = HEAD.replace("when: 2027-06-30\n", "")
        (scenario,) = loaded(folder, "  - {name: It, given: good, then: {diagnostic: KD310}}\n", head).scenarios
        assert run(scenario).passed


class TestFigures:
    """Tolerances only where stated."""

    @pytest.mark.parametrize(
        ("expected", "holds"),
        [
            ("7.5", True),
            ("7.50", True),
            ("7.4", False),
            ("{is: 7.4, tolerance: 0.1}", True),
            ("{is: 7.3, tolerance: 0.1}", False),
            ("quiet", False),
        ],
    )
    def test_exact_unless_a_tolerance_is_stated(self, folder, expected, holds):
        assert one(folder, f"{{nodes: {{'4': {expected}}}}}").passed is holds

    def test_a_node_that_the_result_does_not_have(self, folder):
        """The scenario fails by it, and the run goes on."""
        staged = FRAMEWORK.replace("{kind: school}", "{kind: school, has: [stage], assessed_by: stage}")
        text = "".join(line for line in staged.splitlines(keepends=True) if "id: mood" not in line)
        (folder / "library.yaml").write_text(text, encoding="utf-8")
        head = HEAD.replace("good: {", "good: {school: {stages: [x]}, ")
        (scenario,) = loaded(folder, "  - {name: It, given: good, then: {nodes: {'y/1': met}}}\n", head).scenarios
        (failed,) = run(scenario).expectations
        assert not failed.holds
        assert (failed.what, failed.expected, failed.got) == ("nodes.y/1", "a node that is judged", "no such node")
        assert "thực tế: không có mục này" in run(scenario, "vi").to_text()

    def test_an_unknown_figure_is_within_no_tolerance(self, folder):
        assert not one(folder, "{nodes: {'4': {is: 5, tolerance: 10}}}", "{'4': null}").passed


FIGURES = """\
kiemdinh: 1
framework: org.example.report
source: {document: By-law 13}
subject: {kind: school}
scales: {seven: {from: 1, to: 7, step: 1}}
inputs: {books: {type: number, range: {from: 0}}}
layers: [{id: judged, verdict: rating, scale: seven, not_applicable: drop}]
sets:
  rated: {among: judged, if_empty: not-applicable}
  last: {among: judged, ids: ["4"], if_empty: not-applicable}
tree: [{id: "1"}, {id: "2"}, {id: "3"}, {id: "4", may_not_apply: true}]
define:
  average: {mean: rated, of: {its: rating}, vi: Điểm trung bình, en: Mean rating}
  strong: {share: rated, that: {its: rating, at_least: 5}, vi: Tỷ lệ mạnh, en: Share of strong ones}
  of_last: {mean: last, of: {its: rating}}
  shelf: {value: books}
  unused: {sum: judged, of: {its: rating}}
  all_rated: {every: judged, that: {its: rating, at_least: 2}}
shows: [strong, of_last, shelf]
outcomes: [{id: rank, cases: [{id: good, if: {value: average, at_least: 4}}], otherwise: {id: poor}}]
"""


class TestNamedFigures:
    """7.8 Named figures. ... It has no value where it is taken over nothing."""

    HEAD = HEAD.replace('{findings: {"1": met, "2": met, "4": 7.5}, inputs: {books: 140}}', "{findings: RATED}")
    RATED = "{'1': 5, '2': 4, '3': 1, '4': 3}"
    WITHOUT_LAST = RATED.replace("'4': 3", "'4': {is: not-applicable, why: None here}")
    LAST_OPEN = "{'1': 5, '2': 4, '3': 1}"

    def run(self, folder, figures, rated=RATED, lang="en", framework=FIGURES):
        (folder / "library.yaml").write_text(framework, encoding="utf-8")
        head = self.HEAD.replace("RATED", rated).replace("lang: en", f"lang: {lang}")
        (scenario,) = loaded(folder, f"  - {{name: It, given: good, then: {{figures: {figures}}}}}\n", head).scenarios
        return run(scenario)

    @pytest.mark.parametrize(
        ("rated", "figures"),
        [
            (RATED, "{average: 13/4, strong: 25%, of_last: 3}"),
            (RATED, "{average: 3.25, strong: 1/4, of_last: {is: 3}}"),
            (RATED, "{average: {is: 3.3, tolerance: 0.05}, strong: {is: 24%, tolerance: 1}}"),
            (WITHOUT_LAST, "{average: 10/3, strong: 1/3, of_last: none}"),
            (WITHOUT_LAST, "{strong: 100/3%}"),
            (LAST_OPEN, "{average: unknown, strong: unknown, of_last: unknown}"),
        ],
    )
    def test_as_expected(self, folder, rated, figures):
        result = self.run(folder, figures, rated)
        assert result.passed, result.to_text()

    @pytest.mark.parametrize(
        ("rated", "figures", "said"),
        [
            (RATED, "{average: 3.2}", "figures.average: expected 3.2, got 3.25"),
            (RATED, "{average: {is: 3, tolerance: 0.2}}", "figures.average: expected 3 within 0.2, got 3.25"),
            (RATED, "{strong: 50%}", "figures.strong: expected 50%, got 25%"),
            (RATED, "{strong: {is: 23%, tolerance: 1}}", "figures.strong: expected 23% within 1%, got 25%"),
            (RATED, "{strong: unknown}", "figures.strong: expected unknown, got 25%"),
            (RATED, "{of_last: none}", "figures.of_last: expected none, got 3"),
            (WITHOUT_LAST, "{of_last: 0}", "figures.of_last: expected 0, got none"),
            (WITHOUT_LAST, "{of_last: unknown}", "figures.of_last: expected unknown, got none"),
            (RATED, "{shelf: 3}", "figures.shelf: expected 3, got unknown, from 0"),
            (LAST_OPEN, "{strong: 25%}", "figures.strong: expected 25%, got unknown, from 25% to 50%"),
            (
                "{}",
                "{average: {is: 4, tolerance: 9}}",
                "figures.average: expected 4 within 9, got unknown, from 1 to 7",
            ),
        ],
    )
    def test_a_difference_is_told(self, folder, rated, figures, said):
        result = self.run(folder, figures, rated)
        assert not result.passed
        assert said in [str(line) for line in result.expectations]

    @pytest.mark.parametrize(
        ("lang", "line"), [("en", "Mean rating: 3.25, at least 4"), ("vi", "Điểm trung bình: 3,25; ít nhất 4")]
    )
    def test_a_difference_is_explained_in_the_language_of_the_file(self, folder, lang, line):
        assert line in " ".join(self.run(folder, "{average: 4}", lang=lang).explanation.split())

    def test_all_problems_at_once_each_at_its_line(self, folder):
        figures = """
        avrage: 3
        unused: 3
        all_rated: 3
        strong: 25
        average: 25%
        of_last: many
        x/strong: 25%
"""
        (folder / "library.yaml").write_text(FIGURES, encoding="utf-8")
        text = f"  - name: It\n    given: good\n    then:\n      figures:{figures.rstrip()}\n"
        with pytest.raises(kd.InputError) as caught:
            loaded(folder, text, self.HEAD.replace("RATED", self.RATED))
        assert [(one.code, one.line) for one in caught.value.diagnostics] == [
            ("KD605", 12), ("KD605", 13), ("KD605", 14), ("KD109", 15), ("KD109", 16), ("KD106", 17), ("KD605", 18),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("figures", "code"),
        [
            ("{}", "KD603"),
            ("{average: {tolerance: 1}}", "KD603"),
            ("{average: {is: unknown, tolerance: 1}}", "KD606"),
            ("{average: {is: 3, tolerance: -1}}", "KD606"),
            ("{average: {level: good}}", "KD102"),
            ("{average: [3]}", "KD103"),
        ],
    )
    def test_what_expects_nothing_is_refused(self, folder, figures, code):
        with pytest.raises(kd.InputError) as caught:
            self.run(folder, figures)
        assert [one.code for one in caught.value.diagnostics] == [code]

    @pytest.mark.parametrize(
        ("figure", "expected"),
        [("average", "a number, none or unknown"), ("strong", "a percentage, none or unknown")],
    )
    def test_the_words_are_offered_where_no_number_can_be_read(self, folder, figure, expected):
        with pytest.raises(kd.InputError) as caught:
            self.run(folder, f"{{{figure}: nothing}}")
        assert [(one.code, str(one.expected)) for one in caught.value.diagnostics] == [("KD106", expected)]

    def test_a_figure_of_one_stage(self, folder):
        labels = "[{id: rank, cases: [{id: good, if: {value: average, at_least: 4}}], otherwise: {id: poor}}]"
        ladder = "[{id: rank, ladder: rank, needs: {good: {value: average, at_least: 4}}}]"
        staged = FIGURES.replace("{kind: school}", "{kind: school, has: [stage], assessed_by: stage}")
        staged = staged.replace("scales: {", "scales: {rank: {steps: [{id: good}]}, ").replace(labels, ladder)
        rated = self.RATED + ", school: {stages: [a, b]}"
        result = self.run(folder, "{a/average: 13/4, average: 13/4, c/strong: 1/4}", rated, framework=staged)
        assert [(one.holds, one.got) for one in result.expectations] == [
            (True, "3.25"), (True, "3.25"), (False, "no such figure"),
        ]  # fmt: skip


EACH = """\
kiemdinh: 1
framework: org.example.school
source: {document: By-law 14}
subject: {kind: school}
scales: {grade: {not_reached: {id: below}, steps: [{id: basic}, {id: full}]}}
inputs: {books: {type: number}}
tags: {core: {en: core}}
layers: [{id: criterion, verdict: level, scale: grade}]
sets:
  core: {among: criterion, tagged: core}
  years: {among: year, last: 5}
  nobody: {among: criterion, ids: [], if_empty: met}
tree:
  - {id: "1", tags: [core], levels: {basic: [{id: a}, {id: b, parts: [{id: x}, {id: y}]}], full: [{id: a}]}}
  - {id: "2", tags: [core], levels: {basic: [{id: a}], full: [{id: a}]}}
  - {id: "3", levels: {basic: [{id: a}], full: [{id: a}]}}
outcomes:
  - id: grade
    ladder: grade
    needs:
      basic: {every: core, that: {its: level, at_least: basic}}
      full: {every: criterion, that: {its: level, at_least: full}}
"""


class TestOneForEach:
    """A scenario for each member of a set is written once."""

    ALL = "{findings: {'1': full, '2': full, '3': full}}"

    def file(self, folder, rest):
        (folder / "school.yaml").write_text(EACH, encoding="utf-8")
        head = HEAD.replace("library.yaml", "school.yaml").replace(
            '{findings: {"1": met, "2": met, "4": 7.5}, inputs', "{inputs"
        )
        assert "good: {inputs: {books: 140}}" in head
        return loaded(folder, f"  - {rest}\n", head)

    def names(self, folder, each, but="{'{each}': unmet}"):
        text = f"{{name: Without, each: {each}, given: {self.ALL}, but: {but}, then: {{determined: true}}}}"
        return [one.name.removeprefix("Without ").strip("[]") for one in self.file(folder, text).scenarios]

    @pytest.mark.parametrize(
        ("each", "members"),
        [
            ("core", "1 2"),
            ("criterion", "1 2 3"),
            ("['3', '1/basic/a']", "3 1/basic/a"),
            ("requirement", "1/basic/a 1/basic/b/x 1/basic/b/y 1/full/a 2/basic/a 2/full/a 3/basic/a 3/full/a"),
            ("{requirements: core, level: basic}", "1/basic/a 1/basic/b/x 1/basic/b/y 2/basic/a"),
            ("{requirements: ['1/basic/b']}", "1/basic/b/x 1/basic/b/y"),
            ("{requirements: criterion, level: full, except: ['2/full/a']}", "1/full/a 3/full/a"),
            ("[{each: '3'}, {each: '2'}]", "3 2"),
        ],
    )
    def test_the_members(self, folder, each, members):
        assert self.names(folder, each) == members.split()

    def test_each_is_run_for_itself_and_told_at_its_line(self, folder):
        text = f"{{name: 'Only {{each}} below', each: criterion, given: {self.ALL}, "
        text += "but: {'{each}': below}, then: {level: none}}"
        scenarios = self.file(folder, text).scenarios
        assert [one.name for one in scenarios] == ["Only 1 below", "Only 2 below", "Only 3 below"]
        assert [run(one).passed for one in scenarios] == [True, True, False]
        assert {one.line for one in scenarios} == {8}

    def test_the_member_stands_in_dossiers_and_in_what_is_expected(self, folder):
        given = "{findings: {'{each}': full}}"
        text = f"{{name: Alone, each: core, given: {given}, then: {{nodes: {{'{{each}}': full}}, level: none}}}}"
        assert [run(one).passed for one in self.file(folder, text).scenarios] == [True, True]

    @pytest.mark.parametrize(
        ("each", "rest", "code", "found"),
        [
            ("cors", "but: {'{each}': below}", "KD608", "cors"),
            ("years", "but: {'{each}': below}", "KD608", "years"),
            ("nobody", "but: {'{each}': below}", "KD608", None),
            ("['1', '9']", "but: {'{each}': below}", "KD608", "9"),
            ("{requirements: core, level: top}", "but: {'{each}': below}", "KD608", "top"),
            ("{requirements: core, level: [basic]}", "but: {'{each}': below}", "KD608", None),
            ("{requirements: {of: core}}", "but: {'{each}': below}", "KD103", None),
            ("[]", "but: {'{each}': below}", "KD608", None),
            ("{requirement: core}", "but: {'{each}': below}", "KD102", None),
            ("{level: full}", "but: {'{each}': below}", "KD101", None),
            ("core", "but: {'1': below}", "KD609", None),
            ("['input:boks']", "but: {'{each}': 1}", "KD608", "input:boks"),
            ("[{n: '1'}, '2']", "but: {'{n}': below}", "KD608", None),
            ("['1', {n: '2'}]", "but: {'{n}': below}", "KD608", None),
            ("[{n: '1'}, {m: '2'}]", "but: {'{n}': below}", "KD608", None),
            ("[{}]", "but: {'1': below}", "KD608", None),
            ("[{n: ['1']}]", "but: {'{n}': below}", "KD103", None),
            (f"[{{n: {'x' * 201}}}]", "but: {'{n}': below}", "KD103", None),
            ("[{n: '1', is: full}]", "but: {'{n}': below}", "KD609", None),
        ],
    )
    def test_problems(self, folder, each, rest, code, found):
        text = f"{{name: It, each: {each}, given: good, {rest}, then: {{level: none}}}}"
        with pytest.raises(kd.InputError) as caught:
            self.file(folder, text)
        by_code = {d.code: d for d in caught.value.diagnostics}
        assert code in by_code, str(caught.value)
        assert by_code[code].line == 8
        assert found is None or by_code[code].found == found

    def test_a_member_of_another_kind_is_told_where_the_placeholder_stands(self, folder):
        text = "{name: It, each: requirement, given: good, then: {nodes: {'{each}': full}}}"
        with pytest.raises(kd.InputError) as caught:
            self.file(folder, text)
        (column,) = {d.column for d in caught.value.diagnostics}
        assert f"  - {text}"[column - 1 :].startswith("full")

    def test_inputs_are_members_too(self, folder):
        assert self.names(folder, "['input:books']", "{'{each}': 1}") == ["input:books"]

    def test_a_row_fills_its_placeholders(self, folder):
        text = f"{{name: It, each: [{{n: '1', is: below}}, {{n: '3', is: basic}}], given: {self.ALL}, "
        text += "but: {'{n}': '{is}'}, then: {nodes: {'{n}': '{is}'}}}"
        scenarios = self.file(folder, text).scenarios
        assert [one.name for one in scenarios] == ["It [1, below]", "It [3, basic]"]
        assert [run(one).passed for one in scenarios] == [True, True]

    def test_a_cell_alone_stays_the_number_that_it_is(self, folder):
        text = "{name: '{n} books', each: [{n: 99, is: below}, {n: 1000, is: below}], "
        text = text.replace(", is: below", "") + "given: {inputs: {books: '{n}'}}, then: {level: none}}"
        dossiers = [one.dossier.data["inputs"] for one in self.file(folder, text).scenarios]
        assert dossiers == [{"books": "99"}, {"books": "1000"}]
        assert all(books["books"].plain for books in dossiers)

    def test_an_unknown_set_hides_no_other_problem(self, folder):
        text = "{name: It, each: cors, given: god, but: {'{each}': below}, then: {nodes: {'{each}': full}}}"
        with pytest.raises(kd.InputError) as caught:
            self.file(folder, text)
        assert sorted(d.code for d in caught.value.diagnostics) == ["KD601", "KD608"]


class TestProblemsOfAFile:
    """Errors as diagnostics with line and column, all problems at once."""

    @pytest.mark.parametrize(
        ("text", "code", "pointed_at"),
        [
            ("  - {name: It, given: goood, then: {level: full}}\n", "KD601", "goood"),
            ("  - {name: It, given: 7, then: {level: full}}\n", "KD601", "7"),
            ("  - {name: It, given: good, then: {}}\n", "KD603", "then"),
            ("  - {name: It, given: good, then: {nodes: {'1': {}}}}\n", "KD603", "'1'"),
            ("  - {name: It, given: good, then: {repair: {target: full}}}\n", "KD603", "repair"),
            ("  - {name: It, given: good, then: {diagnostic: KD301, level: full}}\n", "KD604", "level"),
            ("  - {name: It, given: good, then: {level: fulll}}\n", "KD605", "fulll"),
            ("  - {name: It, given: good, then: {awards: {medal: true}}}\n", "KD605", "medal"),
            ("  - {name: It, given: good, then: {awards: {badge: silver}}}\n", "KD605", "silver"),
            ("  - {name: It, given: good, then: {outcomes: {moody: calm}}}\n", "KD605", "moody"),
            ("  - {name: It, given: good, then: {nodes: {'9': met}}}\n", "KD605", "'9'"),
            ("  - {name: It, given: good, then: {diagnostic: KD999}}\n", "KD605", "KD999"),
            ("  - {name: It, given: good, then: {nodes: {'1': {is: met, tolerance: 1}}}}\n", "KD606", "1}"),
            ("  - {name: It, given: good, then: {level: }}\n", "KD012", "level"),
            ("  - {name: It, given: good, than: {level: full}}\n", "KD102", "than"),
            ("  - {name: It, given: [7], then: {level: full}}\n", "KD103", "given"),
        ],
    )
    def test_each_with_its_place(self, folder, text, code, pointed_at):
        with pytest.raises(kd.InputError) as caught:
            loaded(folder, text)
        found = {d.code: d for d in caught.value.diagnostics}
        assert code in found, str(caught.value)
        assert found[code].line == 8
        assert text[found[code].column - 1 :].startswith(pointed_at)

    def test_names_used_twice(self, folder):
        line = "  - {name: It, given: good, then: {level: full}}\n"
        with pytest.raises(kd.InputError) as caught:
            loaded(folder, line * 2)
        assert [(d.code, d.line) for d in caught.value.diagnostics] == [("KD602", 8), ("KD602", 9)]

    def test_all_at_once(self, folder):
        text = "  - {name: A, given: x, then: {level: y}}\n  - {name: B, given: good, then: {}}\n"
        with pytest.raises(kd.InputError) as caught:
            loaded(folder, text)
        assert [d.code for d in caught.value.diagnostics] == ["KD601", "KD605", "KD603"]

    def test_no_such_framework_is_told_where_it_is_named(self, folder):
        with pytest.raises(kd.InputError) as caught:
            loaded(folder, "  - {name: A, given: good, then: {level: full}}\n", HEAD.replace("library.y", "libary.y"))
        assert [(d.code, d.line) for d in caught.value.diagnostics] == [("KD243", 2)]

    def test_a_broken_framework_is_told_at_its_own_line(self, folder):
        (folder / "library.yaml").write_text(FRAMEWORK.replace("at_least: 2}", "at_leats: 2}"), encoding="utf-8")
        with pytest.raises(kd.InputError) as caught:
            loaded(folder, "  - {name: A, given: good, then: {level: full}}\n")
        assert {d.file.rpartition("/")[2] for d in caught.value.diagnostics} == {"library.yaml"}

    def test_a_dossier_is_no_scenario_file(self):
        with pytest.raises(kd.InputError) as caught:
            load_scenarios("framework: library.yaml\nfindings: {}\n")
        assert [d.code for d in caught.value.diagnostics] == ["KD607"]

    @settings(max_examples=150, deadline=None)
    @given(
        scenario=TREES
        | st.fixed_dictionaries({"name": st.just("It"), "given": TREES, "then": TREES}, optional={"but": TREES}),
        dossier=TREES,
    )
    def test_hostile_files_give_problems_and_never_a_traceback(self, scenario, dossier):
        import yaml

        data = {"kiemdinh": 1, "framework": saved(FRAMEWORK), "when": "2027-06-30", "dossiers": {"good": dossier}}
        for what in ({**data, "scenarios": [scenario]}, yaml.safe_dump({**data, "scenarios": [scenario]})):
            try:
                file = load_scenarios(what, allow_files=True)
            except kd.InputError:
                continue
            for one_of in file.scenarios:
                assert run(one_of).expectations
