"""Declarations that nothing uses, and tags and sets without members (KD530, KD531)."""

import pytest
from library import REST, found, requirement, whole

import kiemdinh as kd


class TestDeclaredAndNotUsed:
    """KD530 declared and not used."""

    @pytest.mark.parametrize(
        ("declared", "path"),
        [
            ("inputs: {books: {type: number, en: Titles}}\n", "inputs.books"),
            ("tags: {urgent: {en: urgent}}\n", "tags.urgent"),
            ("sets: {some: {among: criterion, ids: ['1']}}\n", "sets.some"),
            ("define: {fine: {every: criterion, that: met}}\n", "define.fine"),
            ("scales: {marks: {from: 0, to: 4}}\n", "scales.marks"),
        ],
    )
    def test_found(self, declared, path):
        assert found(whole(declared=declared), "KD530") == [path]

    @pytest.mark.parametrize(
        ("declared", "rule"),
        [
            ("inputs: {books: {type: number, en: Titles}}\n", "indicators: [books]"),
            ("inputs: {books: {type: number, en: Titles}}\n", "warn_unless: {value: books, at_least: 5}"),
            ("inputs: {old: {type: yes_no, en: Old}}\n", "when: {value: old, is: true}"),
            (
                "inputs: {books: {type: number, en: Titles}, pupils: {type: number, en: Pupils}}\n",
                "met_if: {value: books, per: pupils, at_least: 3}",
            ),
            (
                "inputs: {books: {type: number, en: Titles}, area: {type: choice, choices: [a, b], en: Area}}\n",
                "met_if: {value: books, at_least: {by: area, values: {a: 3, b: 4}}}",
            ),
            ("define: {fine: {value: old, is: true}}\ninputs: {old: {type: yes_no, en: Old}}\n", "met_if: fine"),
            (
                "define: {total: {sum: criterion, of: {value: books}}}\ninputs: {books: {type: number, en: Titles}}\n",
                "met_if: {value: total, at_least: 3}",
            ),
            ("scales: {marks: {from: 0, to: 4}}\ninputs: {m: {type: scale, scale: marks, en: M}}\n", "indicators: [m]"),
        ],
    )
    def test_every_way_of_using_counts(self, declared, rule):
        assert found(requirement("There is a catalogue", ", " + rule, declared), "KD530") == []

    def test_a_whole_of_which_another_figure_is_a_part(self):
        parts = "all: {type: number, unit: b, en: All}, new: {type: number, unit: b, part_of: all, en: New}"
        declared = f"inputs: {{{parts}}}\n"
        text = requirement("There is a catalogue", ", met_if: {value: new, at_least: 3}", declared)
        assert found(text, "KD530") == []

    def test_a_defined_name_like_a_word_of_the_language(self):
        rest = (
            "layers: [{id: item, verdict: points}]\n"
            "define: {points: {sum: item, of: {its: points}}}\n"
            'tree: [{id: "1", points: 5}, {id: "2", points: 5}]\n'
            "outcomes: [{id: result, cases: [{id: good, if: {value: points, at_least: 7}}], otherwise: {id: poor}}]\n"
        )
        assert kd.lint(text=whole(rest=rest)) == ()

    def test_a_rule_of_a_stage_that_no_school_may_have_counts(self):
        declared = (
            "inputs: {kind: {type: choice, choices: [a, b], each: stage, en: Kind}, old: {type: yes_no, en: Old}}\n"
            "sets: {some: {among: stage, where: {value: kind, is: a}, if_empty: met}}\n"
        )
        text = requirement("There is a catalogue", ", met_if: {every: some, that: {value: old, is: true}}", declared)
        assert found(text.replace("{kind: school}", "{kind: school, has: [stage]}"), "KD530") == []

    def test_a_set_named_like_its_tag_is_not_used_by_it(self):
        declared = "tags: {urgent: {en: urgent}}\nsets: {urgent: {among: criterion, tagged: urgent}}\n"
        assert found(requirement("There is a catalogue", ", tags: [urgent]", declared), "KD530") == ["sets.urgent"]


class TestTagOrSetWithoutMembers:
    """KD531 tag or set without members."""

    USED = REST.replace("{every: criterion,", "{every: some,")

    def test_a_tag_that_no_node_carries_is_named_once(self):
        declared = "tags: {urgent: {en: urgent}}\nsets: {some: {among: criterion, tagged: urgent, if_empty: met}}\n"
        assert found(whole(declared=declared, rest=self.USED), "KD531") == ["tags.urgent"]

    def test_a_set_that_never_has_a_member(self):
        declared = "sets: {some: {among: criterion, except: ['1', '2'], if_empty: met}}\n"
        assert found(whole(declared=declared, rest=self.USED), "KD531") == ["sets.some"]

    def test_a_set_that_some_schools_leave_empty_is_fine(self):
        declared = (
            "inputs: {kind: {type: choice, choices: [a, b], en: Kind}}\n"
            "sets: {some: {among: criterion, ids: {by: kind, values: {a: ['1']}, otherwise: []}, if_empty: met}}\n"
        )
        assert found(whole(declared=declared, rest=self.USED), "KD531") == []
