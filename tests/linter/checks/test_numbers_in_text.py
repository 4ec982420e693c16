"""Numbers in the text alone and in the rule alone (KD535, KD536), and which numbers a text has."""

import pytest
from library import REST, found, requirement, whole

import kiemdinh as kd
from kiemdinh.linter.checks.text_numbers import numbers_demanded, numbers_named


class TestNumberInTheTextAlone:
    """KD535 number in the text alone."""

    SHARE = "inputs: {listed: {type: number, unit: percent, range: {from: 0, to: 100}, en: Listed}}\n"

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
            "Họp ít nhất 6 tháng một lần",
        ],
    )
    def test_what_is_not(self, text):
        assert numbers_demanded(text) == ()

    @pytest.mark.parametrize("piece", ["1", "1.", "1/", "1 ", "a", "at least ", "lớp 1, ", " "])
    def test_a_long_text_takes_no_time(self, piece):
        assert len(numbers_demanded(piece * 100_000)) <= 1

    def test_a_requirement_without_a_rule(self):
        assert found(requirement("At least 95% of the books are listed"), "KD535") == ["tree[0].en"]

    def severity(self, text, declared=""):
        (found,) = (each for each in kd.lint(text=requirement(text, declared=declared)) if each.code == "KD535")
        return found.severity

    def test_it_is_worth_a_look_where_persons_judge_everything_and_for_all_of_a_hundred(self):
        assert self.severity("At least 95% are listed", self.SHARE) == "warning"
        assert self.severity("At least 95% are listed") == "note"
        assert self.severity("100% are listed", self.SHARE) == "note"

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
        assert kd.lint(text=text) == ()

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
