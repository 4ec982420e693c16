"""The checks of texts and declarations, and that they are quiet where nothing is wrong."""

import pytest

import kiemdinh as kd
from kiemdinh.analysis.study import Study
from kiemdinh.linter.checks import (
    check_citations,
    check_numbers_in_text,
    check_translations,
    check_unused,
    check_validity,
)
from kiemdinh.linter.checks.text_numbers import numbers_demanded, numbers_named

HEAD = """\
kiemdinh: 1
framework: org.example.library
en: Library standard
source: {document: By-law 12}
cite: By-law 12
subject: {kind: school}
"""
REST = """\
layers: [{id: criterion, verdict: met}]
tree:
  - {id: "1", en: There is a catalogue}
  - {id: "2", en: The room is well lit}
outcomes:
  - {id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}
"""


def whole(*, head=HEAD, declared="", rest=REST, awards=""):
    return head + declared + rest + awards


def found(text, code):
    return [finding.path for finding in kd.lint(text) if finding.code == code]


def requirement(text, rule="", declared=""):
    node = f'  - {{id: "1", en: {text}{rule}}}'
    return whole(declared=declared, rest=REST.replace('  - {id: "1", en: There is a catalogue}', node))


def test_a_sensible_definition_gives_nothing():
    assert kd.lint(whole()) == ()


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
            ("tags: {urgent: {en: urgent}}\n", "tags: [urgent]"),
            ("scales: {marks: {from: 0, to: 4}}\ninputs: {m: {type: scale, scale: marks, en: M}}\n", "indicators: [m]"),
        ],
    )
    def test_every_way_of_using_counts(self, declared, rule):
        assert found(requirement("There is a catalogue", ", " + rule, declared), "KD530") == []

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


class TestTranslations:
    """KD532 translation missing."""

    TITLE = HEAD.replace("en: Library", "vi: Chuẩn thư viện\nen: Library")

    def test_one_for_each_thing(self):
        rest = REST.replace("en: There is a catalogue", "en: There is a catalogue, vi: Có danh mục")
        assert found(whole(head=self.TITLE, rest=rest), "KD532") == ["tree[1]"]

    def test_one_where_most_is_not_said(self):
        assert found(whole(head=self.TITLE), "KD532") == ["vi"]

    def test_what_has_no_text_is_not_meant(self):
        rest = REST.replace("en: There is a catalogue", "tags: []").replace(", en: The room is well lit", "")
        assert found(whole(head=self.TITLE, rest=rest), "KD532") == []

    def test_other_languages_count(self):
        head = HEAD.replace("source:", "text: {fi: Kirjasto}\nsource:")
        rest = REST.replace("{id: '1', ", "").replace("well lit", "well lit, text: {fi: Valoisa}")
        assert found(whole(head=head, rest=rest), "KD532") == ["tree[0]"]


class TestCitations:
    """KD533 citation missing."""

    BARE = HEAD.replace("cite: By-law 12\n", "")

    def test_one_where_nothing_is_cited(self):
        assert found(whole(head=self.BARE), "KD533") == ["source"]

    def test_the_topmost_node_without_one(self):
        rest = REST.replace("well lit}", "well lit, cite: § 2}").replace("{id: result,", "{id: result, cite: § 3,")
        assert found(whole(head=self.BARE, rest=rest), "KD533") == ["tree[0]"]

    def test_one_for_a_tree_without_any(self):
        rest = REST.replace("{id: result,", "{id: result, cite: § 3,")
        assert found(whole(head=self.BARE, rest=rest), "KD533") == ["tree"]

    def test_outcomes_and_awards(self):
        rest = REST.replace("lit}", "lit, cite: § 2}").replace("catalogue}", "catalogue, cite: § 1}")
        award = "awards: [{id: badge, needs: {outcome: result, is: good}, valid: 3 years}]\n"
        paths = found(whole(head=self.BARE, rest=rest, awards=award), "KD533")
        assert paths == ["outcomes[0].id", "awards[0].id"]

    def test_a_citation_inside_a_condition_counts(self):
        rest = REST.replace("lit}", "lit, cite: § 2}").replace("catalogue}", "catalogue, cite: § 1}")
        assert found(whole(head=self.BARE, rest=rest.replace("that: met}", "that: met, cite: § 3}")), "KD533") == []


class TestValidity:
    """KD534 award without validity."""

    AWARD = "awards: [{id: badge, needs: {outcome: result, is: good}%s}]\n"

    def test_not_said(self):
        assert found(whole(awards=self.AWARD % ""), "KD534") == ["awards[0].id"]

    @pytest.mark.parametrize("said", [", valid: 3 years", ", law: {valid: {en: The by-law does not say}}"])
    def test_said(self, said):
        assert found(whole(awards=self.AWARD % said), "KD534") == []


class TestNumberInTheTextAlone:
    """KD535 number in the text alone."""

    SHARE = "inputs: {listed: {type: number, unit: percent, en: Listed}}\n"

    @pytest.mark.parametrize(
        ("text", "quotes"),
        [
            ("Ít nhất 95% học sinh lên lớp", ("Ít nhất 95%",)),
            ("Không quá 2 môn dưới trung bình", ("Không quá 2",)),
            ("Có tối thiểu 01 chu kỳ được theo dõi", ("tối thiểu 01",)),
            ("Có ít nhất hai hình thức", ("ít nhất hai",)),
            ("100% giáo viên đạt chuẩn", ("100%",)),
            ("Đạt 90 % trở lên", ("90 %",)),
            ("Có 3 phòng học trở lên", ("3 phòng học trở lên",)),
            ("At least 3 topics a year", ("At least 3",)),
            ("No more than two shifts", ("No more than two",)),
            ("from 90 % up", ("90 %",)),
            ("2 or more rooms", ("2 or more",)),
            ("1.000 đầu sách trở lên", ("1.000 đầu sách trở lên",)),
        ],
    )
    def test_what_is_demanded(self, text, quotes):
        assert numbers_demanded(text) == quotes

    @pytest.mark.parametrize(
        "text",
        [
            "Theo Điều 5 Thông tư 24/2024/TT-BGDĐT",
            "Học sinh từ lớp 6 đến lớp 9",
            "Đạt cấp độ 2 trở lên",
            "Từ Mức 1 trở lên",
            "Năm học 2024-2025",
            "Trường thành lập sau năm 2001",
            "Trẻ từ 3 tuổi trở lên",
            "Pupils aged 6 or more",
            "As Article 5 and clause 2 say",
            "Level 2 or higher",
            "Năm học được xếp khá trở lên",
            "Ít nhất một hình thức",
            "Có kế hoạch năm học",
            "MC2 or more",
        ],
    )
    def test_what_is_not(self, text):
        assert numbers_demanded(text) == ()

    @pytest.mark.parametrize("piece", ["1", "1.", "1/", "1 ", "a", "at least ", "lớp 1, ", " "])
    def test_a_long_text_takes_no_time(self, piece):
        assert len(numbers_demanded(piece * 100_000)) <= 1

    def test_a_requirement_without_a_rule(self):
        assert found(requirement("At least 95% of the books are listed"), "KD535") == ["tree[0].en"]

    @pytest.mark.parametrize(
        "rule",
        [
            "met_if: {value: listed, at_least: 95%}",
            "warn_unless: {value: listed, at_least: 95%}",
            "indicators: [listed]",
        ],
    )
    def test_a_figure_beside_it_is_enough(self, rule):
        text = requirement("At least 95% of the books are listed", ", " + rule, self.SHARE)
        assert kd.lint(text) == ()

    @pytest.mark.parametrize(
        ("declared", "rule"),
        [
            ("inputs: {opened: {type: date, en: Opened}}\n", "{value: opened, at_least: 5 years}"),
            ("define: {old: {value: age, at_least: 5}}\ninputs: {age: {type: number, en: Age}}\n", "{all: [old]}"),
        ],
    )
    def test_a_length_of_time_and_a_defined_name_are_enough(self, declared, rule):
        assert found(requirement("Open for at least 5 years", f", met_if: {rule}", declared), "KD535") == []

    def test_a_rule_without_a_number_is_not(self):
        declared = "inputs: {done: {type: yes_no, en: Done}}\n"
        text = requirement("At least 95% of the books are listed", ", met_if: {value: done, is: true}", declared)
        assert found(text, "KD535") == ["tree[0].en"]


class TestNumberInTheRuleAlone:
    """KD536 number in the rule alone."""

    DECLARED = (
        "inputs:\n"
        "  listed: {type: number, unit: percent, en: Listed}\n"
        "  books: {type: number, en: Books}\n"
        "  adults: {type: number, unit: person, en: Adults}\n"
        "  pupils: {type: number, unit: person, en: Pupils}\n"
        "  loans: {type: number, each: year, en: Loans}\n"
        "sets: {years: {among: year, last: 5}}\n"
    )

    def found(self, text, rule):
        return found(requirement(text, ", met_if: " + rule, self.DECLARED), "KD536")

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("At least 95% are listed", "{value: listed, at_least: 90%}"),
            ("At least 1.000 books", "{value: books, at_least: 100}"),
            ("In 3 years there were loans", "{every: years, that: {value: loans, at_least: 10}}"),
        ],
    )
    def test_another_number(self, text, rule):
        assert self.found(text, rule) == ["tree[0].en"]

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("At least 95% are listed", "{value: listed, at_least: 95%}"),
            ("At most 5% are not listed", "{value: listed, at_least: 95%}"),
            ("At least 1.000 books", "{value: books, at_least: 1000}"),
            ("At least 1.5 books", "{value: books, at_least: 1.5}"),
            ("One adult for every 50 pupils", "{value: adults, per: pupils, at_least: 2%}"),
            ("At least 1 book", "{value: books, above: 0}"),
            ("Loans in 5 years", "{every: years, that: {value: loans, at_least: 10}}"),
            ("There are books enough", "{value: books, at_least: 100}"),
            ("Books as Article 7 says", "{value: books, at_least: 100}"),
        ],
    )
    def test_the_same_number_however_it_is_said(self, text, rule):
        assert self.found(text, rule) == []

    def test_a_number_longer_than_anyone_means(self):
        assert self.found("9" * 5_000 + " or 2 books", "{value: books, at_least: 2}") == []

    def test_of_a_condition_with_a_text_of_its_own(self):
        rest = REST.replace(
            "{every: criterion, that: met}", "{count: criterion, that: met, at_least: 2, en: 1 or more}"
        )
        assert found(whole(rest=rest), "KD536") == ["outcomes[0].cases[0].if.en"]

    def test_numbers_are_read_both_ways_where_they_can_be(self):
        assert numbers_named("1.000") == {1, 1000}


class TestTheCatalogueIsQuiet:
    """What is bundled is checked by these, and nothing is said for nothing."""

    @pytest.mark.parametrize("bundled", kd.catalogue(), ids=lambda b: b.id)
    def test_no_more_than_a_number_for_a_person_to_judge(self, bundled):
        study = Study(bundled.load())
        checks = (check_unused, check_translations, check_citations, check_validity, check_numbers_in_text)
        found = [finding.code for check in checks for finding in check(study)]
        assert found in ([], ["KD535"])
