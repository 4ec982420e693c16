"""One misspelt name is one error at its line; what stands twice is told with both places."""

import pytest

import kiemdinh as kd

HEAD = """\
kiemdinh: 1
framework: org.example.names
source: {document: By-law 1}
subject: {kind: school}
"""
REST = """\
layers: [{id: criterion, verdict: met}]
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
INPUTS = "inputs: {pupils: {type: number, unit: person}, books: {type: number, unit: count}}\n"


def tree(*conditions):
    return "tree:\n" + "".join(f'  - {{id: "{i}", met_if: {said}}}\n' for i, said in enumerate(conditions))


def problems(text):
    with pytest.raises(kd.InputError) as caught:
        kd.load(text=text)
    return [(problem.code, problem.line) for problem in caught.value.diagnostics], caught.value.diagnostics


class TestNamesInDefine:
    def test_a_misspelt_input_of_a_defined_condition_used_in_many_places(self):
        define = "define:\n  crowded: {value: pupls, above: 40}\n"
        text = HEAD + INPUTS + define + tree(*["crowded"] * 12) + REST
        found, (problem,) = problems(text)
        assert found == [("KD209", 7)]
        assert problem.hint == "did you mean 'pupils'?"

    def test_a_misspelt_name_of_a_defined_quantity_used_in_many_places(self):
        define = "define:\n  total: {sum: criterio, of: {value: pupils}}\n"
        uses = [f"{{value: total, at_least: {n}}}" for n in range(12)]
        found, (problem,) = problems(HEAD + INPUTS + define + tree(*uses) + REST)
        assert found == [("KD207", 7)]
        assert problem.path == "define.total.sum"

    def test_what_a_defined_quantity_is_compared_with_is_wrong_where_it_is_compared(self):
        define = "define:\n  size: {value: pupils}\n  whole: {value: size}\n"
        uses = ["{value: whole, at_least: many}", "{value: size, at_least: {value: boks}}", "{value: whole, above: 3}"]
        found, told = problems(HEAD + INPUTS + define + tree(*uses) + REST)
        assert found == [("KD106", 10), ("KD209", 11)]
        assert [problem.path for problem in told] == ["tree[0].met_if.at_least", "tree[1].met_if.at_least.value"]

    def test_a_name_misspelt_where_it_is_declared(self):
        define = "define:\n  crowdd: {value: pupils, above: 40}\n"
        found, (problem,) = problems(HEAD + INPUTS + define + tree(*["crowded"] * 12) + REST)
        assert found == [("KD209", 7)]
        assert problem.message == "nothing says 'crowdd', which is declared here, and 12 places say 'crowded'"
        assert problem.hint.startswith("write 'crowded' here, or 'crowdd' at <text>:9:23, <text>:10:23, ")
        assert problem.hint.endswith(" and 7 more")

    @pytest.mark.parametrize(
        ("declaration", "use", "code"),
        [
            ("inputs: {pupls: {type: number, unit: person}}\n", "{value: pupils, at_least: 3}", "KD209"),
            ("sets: {recnt: {among: year, last: 3}}\n", "{count: recent, at_least: 3}", "KD207"),
        ],
    )
    def test_any_name_that_is_declared(self, declaration, use, code):
        found, (problem,) = problems(HEAD + declaration + tree(use, use, use) + REST)
        assert found == [(code, 5)]
        assert problem.message.startswith("nothing says '")


class TestNamesInRules:
    def test_one_use_is_an_error_at_that_use(self):
        define = "define:\n  crowdd: {value: pupils, above: 40}\n"
        assert problems(HEAD + INPUTS + define + tree("crowded") + REST)[0] == [("KD209", 9)]

    def test_the_same_slip_in_several_places_is_one_error_that_lists_them(self):
        values = ("pupls, above: 3", "pupils, above: 3", "pupls, above: 4", "pupls, is: 3")
        found, (problem,) = problems(HEAD + INPUTS + tree(*(f"{{value: {one}}}" for one in values)) + REST)
        assert found == [("KD209", 7)]
        assert problem.hint == "did you mean 'pupils'?; the same at <text>:9:31, <text>:10:31"

    def test_other_slips_are_errors_of_their_own(self):
        uses = ["{value: pupls, above: 3}", "{value: boks, above: 3}", "{value: pupls, above: 4}"]
        assert problems(HEAD + INPUTS + tree(*uses) + REST)[0] == [("KD209", 7), ("KD209", 8)]

    def test_plain_objects_have_paths_for_places(self):
        data = {
            "kiemdinh": 1,
            "framework": "o.t",
            "source": {"document": "x"},
            "subject": {"kind": "s"},
            "layers": [{"id": "c", "verdict": "met"}],
            "tree": [{"id": i, "met_if": "crowded"} for i in range(2)],
            "outcomes": [
                {"id": "o", "cases": [{"id": "g", "if": {"every": "c", "that": "met"}}], "otherwise": {"id": "p"}}
            ],
        }
        with pytest.raises(kd.InputError) as caught:
            kd.load(data)
        assert "the same at tree[1].met_if" in str(caught.value)


class TestTwice:
    def test_an_id_of_the_tree_names_both_places(self):
        (problem,) = problems(HEAD + 'tree: [{id: "1"}, {id: "2"}, {id: "1"}]\n' + REST)[1]
        assert (problem.code, problem.line, problem.column) == ("KD201", 5, 35)
        assert problem.hint == "first used here: <text>:5:13"

    @pytest.mark.parametrize(
        "more",
        [
            "inputs: {result: {type: yes_no}}\n",
            "sets: {criterion: {among: criterion}}\n",
            "scales: {s: {not_reached: {id: a}, steps: [{id: b}, {id: a}]}}\n",
            "inputs: {area: {type: choice, choices: [a, b, a]}}\n",
        ],
    )
    def test_any_name(self, more):
        found = problems(HEAD + more + 'tree: [{id: "1"}]\n' + REST)[1]
        (problem,) = [problem for problem in found if problem.code == "KD201"]
        assert "first used here: <text>:" in problem.hint

    def test_in_two_files_both_are_named(self, tmp_path):
        for name in ("a", "b"):
            part = f'{{kiemdinh: 1, part_of: org.example.names, tree: [{{id: "1", en: {name}}}]}}'
            (tmp_path / f"{name}.yaml").write_text(part, encoding="utf-8")
        main = tmp_path / "main.yaml"
        main.write_text(HEAD + "tree: [{from: a.yaml}, {from: b.yaml}]\n" + REST, encoding="utf-8")
        with pytest.raises(kd.InputError) as caught:
            kd.load(path=main)
        (problem,) = caught.value.diagnostics
        assert problem.file == str(tmp_path / "b.yaml")
        assert problem.hint.startswith(f"first used here: {tmp_path / 'a.yaml'}:1:")

    def test_a_key_of_a_dossier_in_two_spellings(self):
        text = "date: 2027-06-30\nheld: {}\nfindings:\n  1.1/muc-1/a: met\n  1.1/Muc-1/a: met\n"
        with pytest.raises(kd.InputError) as caught:
            kd.assess("vn.tt57-2026.gdtx", text.encode())
        (problem,) = [problem for problem in caught.value.diagnostics if problem.code == "KD006"]
        assert (problem.line, problem.hint) == (5, "first used here: <text>:4:3")
