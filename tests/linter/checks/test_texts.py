"""Checks of texts (KD538 to KD547): what they find, and what only looks like it."""

import pytest
from library import REST, found, nodes, requirement, whole

import kiemdinh as kd
from kiemdinh.linter.checks.text_numbers import find_mentions, numbers_demanded, numbers_named

INPUTS = (
    "inputs:\n"
    "  listed: {type: number, unit: percent, range: {from: 0, to: 100}, en: Listed}\n"
    "  books: {type: number, unit: count, range: {from: 0}, en: Books}\n"
    "  readers: {type: number, unit: person, range: {from: 0}, en: Readers}\n"
    "  loans: {type: number, unit: count, range: {from: 0}, each: year, en: Loans}\n"
    "  minutes: {type: number, unit: minute, range: {from: 0}, en: Time}\n"
    "  metres: {type: number, unit: m, range: {from: 0}, en: Way}\n"
    "  days: {type: number, unit: day, range: {from: 0}, en: Open}\n"
    "  age: {type: number, unit: year, range: {from: 0}, en: Age}\n"
    "  words: {type: number, range: {from: 0}, en: Words (in thousands)}\n"
    "sets: {years: {among: year, last: 5}}\n"
)


def codes(text, rule, *others):
    """Return which of the codes are found of a requirement with this text and rule."""
    written = requirement(f'"{text}"', ", met_if: " + rule, INPUTS)
    return [code for code in ("KD535", "KD536", "KD538", "KD540", *others) if found(written, code)]


class TestMentions:
    """Numbers of a text, with the side that it asks for."""

    @pytest.mark.parametrize(
        ("text", "bounds"),
        [
            ("Không quá 35 học sinh", [("35", "at_most")]),
            ("không được vượt quá 35", [("35", "at_most")]),
            ("Từ 8 đến 45 trẻ", [("8", "at_least"), ("45", "at_most")]),
            ("between 8 and 45", [("8", "at_least"), ("45", "at_most")]),
            ("The minimum is 5", [("5", "at_least")]),
            ("must not exceed 20 minutes", [("20", "at_most")]),
            ("more than 79 points", [("79", "above")]),
            ("not more than 79 points", [("79", "at_most")]),
            ("dưới 5%", [("5%", "below")]),
            ("90 % or more", [("90%", "at_least")]),
            ("3 rooms on 2 floors", [("3", None), ("2", None)]),
            ("ít nhất hai hình thức", [("hai", "at_least")]),
            ("1.000 m2 trở lên", [("1.000", "at_least")]),
        ],
    )
    def test_the_side(self, text, bounds):
        assert [(mention.written, mention.bound) for mention in find_mentions(text)] == bounds

    @pytest.mark.parametrize(
        "text",
        [
            "from the 2nd floor up",
            "Từ tầng 2 trở lên",
            "rooms above floor 3",
            "Trẻ từ 3 tuổi trở lên",
            "a 5-year-old",
            "theo Điều 5, khoản 2 và 3",
            "Năm học 2025-2026",
            "ngày 15/9/2020",
            "lần thứ 2",
            "an area in m2",
            "code 4C",
        ],
    )
    def test_what_is_no_quantity(self, text):
        assert find_mentions(text) == ()
        assert numbers_demanded(text) == ()

    def test_a_minimum_distance(self):
        assert numbers_demanded("A minimum distance of 3 metres is kept") == ("minimum distance of 3",)

    def test_a_week_is_named_and_what_each_week_has_is_counted(self):
        assert numbers_demanded("Mỗi tuần 2 tiết trở lên") == ("2 tiết trở lên",)
        assert numbers_demanded("Tuần 2 trở lên") == ()

    @pytest.mark.parametrize(
        ("text", "number"),
        [("ba phần tư", 75), ("two thirds", "200/3"), ("3/4 of all", 75), ("Annex II", 2), ("5 pm", 17)],
    )
    def test_numbers_in_other_words(self, text, number):
        assert str(number) in {str(each) for each in numbers_named(text)}

    @pytest.mark.parametrize(
        "piece", ["1 ", "1/", "một phần ", "từ 1 đến ", "ít nhất ", "Điều 1, ", "m2 ", "a" * 5, "trăm ", "two "]
    )
    def test_a_long_text_takes_no_time(self, piece):
        assert len(find_mentions(piece * 50_000)) <= 200
        assert len(numbers_named(piece * 50_000)) < 10


class TestNumbersOfTheRule:
    """KD536, KD538: numbers of a rule and of its text."""

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("Between 8 and 45 readers", "{value: readers, at_least: 8, at_most: 40}"),
            ("In 3 years at least 90 loans", "{every: years, that: {value: loans, at_least: 90}}"),
            ("2.000 books", "{value: books, at_least: 2.0000}"),
            ("At least two readers", "{value: readers, at_least: 3}"),
            ("At least three quarters are listed", "{value: listed, at_least: 70%}"),
            ("Of the last 5 years 2 have loans", "{count: years, that: {value: loans, above: 0}, at_least: 3}"),
            ("At least 20 books, 3 readers", "{all: [{value: books, at_least: 20}, {value: readers, at_least: 4}]}"),
        ],
    )
    def test_one_number_that_agrees_hides_no_other(self, text, rule):
        assert codes(text, rule) == ["KD536"]

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("Most of the books are listed", "{value: listed, at_least: 95%}"),
            ("At least 20 books", "{all: [{value: books, at_least: 20}, {value: readers, at_least: 4}]}"),
            ("Nobody waits", "{value: readers, at_most: 1}"),
        ],
    )
    def test_a_number_that_the_text_leaves_out_is_worth_a_look(self, text, rule):
        assert codes(text, rule) == ["KD538"]

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("There are readers", "{value: readers, at_least: 1}"),
            ("At most one reader", "{value: readers, at_most: 1}"),
            ("Nobody waits", "{value: readers, at_most: 0}"),
            ("All of the books are listed", "{value: listed, at_least: 100%}"),
            ("Loans grow from year to year", "{every: years, that: {change: loans, above: 0}}"),
            ("There is one reader for 8 books", "{value: readers, per: books, at_least: 0.125}"),
            ("3 readers for 25 books", "{value: readers, per: books, at_least: 0.12}"),
            ("3 of 4 books are listed", "{value: listed, at_least: 75%}"),
            ("Two thirds of the books are listed", "{value: listed, at_least: 66.67%}"),
            ("More than 79 books", "{value: books, at_least: 80}"),
            ("2 of 10 books may be missing", "{value: books, at_least: 8}"),
            ("All staff hold a level-3 certificate", "{value: listed, at_least: 100%}"),
            ("1½ metres of books", "{value: books, at_least: 1.5}"),
            ("Có từ hai mươi lăm đầu sách trở lên", "{value: books, at_least: 25}"),
            ("Twenty-five hundred books", "{value: books, at_least: 2500}"),
            ("At least 20 books as Circular 16/2018 says", "{value: books, at_least: 20}"),
            ("At least 20 books, on 3 shelves", "{value: books, at_least: 20}"),
            ("There is reading for an hour and a half", "{value: minutes, at_least: 90}"),
            ("Two and a half hours of reading", "{value: minutes, at_least: 150}"),
            ("Đọc sách hai giờ rưỡi", "{value: minutes, at_least: 150}"),
            ("Nửa giờ đọc sách", "{value: minutes, at_least: 30}"),
            ("Three quarters of an hour of reading", "{value: minutes, at_least: 45}"),
            ("No further than half a kilometre", "{value: metres, at_most: 500}"),
            ("Open for a fortnight", "{value: days, at_least: 14}"),
            ("No older than a quarter of a century", "{value: age, at_most: 25}"),
            ("Mượn trong một thập kỷ", "{value: age, at_most: 10}"),
            ("Open on 3 days a week", "{value: days, at_least: 156}"),
            ("Mở cửa 3 ngày mỗi tuần", "{value: days, at_least: 156}"),
            ("30 minutes with 15 books a minute", "{value: books, at_least: 450}"),
            ("Humidity is 50% ± 5%", "{value: listed, at_least: 45%, at_most: 55%}"),
            ("At least 100,000 words", "{value: words, at_least: 100}"),
            ("At least 3 of the 5 are listed", "{not: {value: books, above: 2}}"),
        ],
    )
    def test_what_goes_without_saying_or_is_told_otherwise(self, text, rule):
        assert codes(text, rule) == []

    def test_a_number_that_two_of_the_rule_make_together(self):
        rule = "{all: [{value: days, at_most: 48}, {value: age, at_most: 12}]}"
        assert codes("No longer than 48 days, or 60 with holidays", rule) == ["KD538"]
        assert codes("No longer than 48 days, or 70 with holidays", rule) == ["KD536"]

    def test_a_part_of_what_there_is(self):
        assert codes("At least three of the five are listed", "{value: books, at_least: 5}") == ["KD536"]

    def test_each_language_is_looked_at_by_itself(self):
        declared = INPUTS.replace("en: Books", "vi: Sách, en: Books")
        node = '  - {id: "1", vi: Ít nhất 20 đầu sách, en: Enough titles, met_if: {value: books, at_least: 20}}\n'
        assert found(nodes(node, declared), "KD538") == ["tree[0].en"]


class TestSides:
    """KD540: the text asks for the other side."""

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("Không quá 35 bạn đọc", "{value: readers, at_least: 35}"),
            ("Not more than 35 readers", "{value: readers, at_least: 35}"),
            ("At least 35 readers", "{value: readers, at_most: 35}"),
            ("At least 35 readers", "{not: {value: readers, at_least: 35}}"),
            ("35 readers or more", "{value: readers, below: 35}"),
        ],
    )
    def test_the_other_side(self, text, rule):
        assert codes(text, rule) == ["KD540"]

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("Not more than 35 readers", "{value: readers, at_most: 35}"),
            ("Not more than 35 readers", "{not: {value: readers, above: 35}}"),
            ("Fewer than 36 readers", "{value: readers, at_most: 35}"),
            ("35 readers", "{value: readers, at_most: 35}"),
            ("At most 5% are not listed", "{value: listed, at_least: 95%}"),
            ("At least 5 and at most 5 readers", "{value: readers, at_least: 5, at_most: 5}"),
        ],
    )
    def test_the_same_side(self, text, rule):
        assert codes(text, rule) == []


class TestLanguages:
    """KD539, KD546: what two languages say."""

    def found(self, vi, en, code):
        return found(nodes(f'  - {{id: "1", vi: "{vi}", en: "{en}"}}\n'), code)

    @pytest.mark.parametrize(
        ("vi", "en"),
        [
            ("Trong 15 tháng", "Within 12 months"),
            ("Ít nhất 3 lần", "At least once"),
            ("Có phòng", "There are 4 rooms"),
            ("Theo Điều 5", "As Article 6 says"),
            ("Ít nhất ba buổi", "At least four sessions"),
        ],
    )
    def test_other_numbers(self, vi, en):
        assert self.found(vi, en, "KD539") == ["tree[0].en"]

    @pytest.mark.parametrize(
        ("vi", "en"),
        [
            ("Có 2 phòng", "There are two rooms"),
            ("Có hai phòng", "There are 2 rooms"),
            ("Có 1 phòng", "There is a room"),
            ("Có 1.000 sách, 1,5 m", "1,000 books, 1.5 m"),
            ("Theo Phụ lục II", "As Annex 2 says"),
            ("Trước ngày 30/6", "Before 30 June"),
            ("Năm học 2025-2026", "The year 2025-26"),
            ("2 triệu đồng", "2,000,000 dong"),
            ("Hai phần ba", "2/3"),
            ("Lúc 14 giờ", "At 2 pm"),
            ("100% giáo viên", "All teachers"),
            ("Từ 7h30 đến 17h", "From 7:30 to 17:00"),
            ("Từ 7 giờ 30 đến 17 giờ", "From 7.30 am to 5 pm"),
            ("3/4 số hộ", "75% of households"),
            ("Thế kỷ XXI", "The 21st century"),
            ("Trong vòng 12 tháng", "Within a year"),
            ("Chuẩn cấp chương trình", "Programme standard v4"),
            ("Hai mươi lăm thành viên", "25 members"),
            ("Ít nhất hai mươi lăm", "At least 25"),
            ("Ít nhất 24 tháng", "At least two years"),
            ("Nghỉ 2 tuần", "A fortnight of leave"),
            ("0,5 đầu sách trên đầu người", "One title for every two people"),
        ],
    )
    def test_the_same_numbers(self, vi, en):
        assert self.found(vi, en, "KD539") == []

    def severities(self, vi, en):
        text = nodes(f'  - {{id: "1", vi: "{vi}", en: "{en}"}}\n')
        return [finding.severity for finding in kd.lint(text=text) if finding.code == "KD539"]

    def test_an_article_that_only_one_of_them_names_is_worth_a_look(self):
        assert self.severities("Theo Điều 5", "As the law says") == ["note"]
        assert self.severities("Không nghèo giai đoạn 2021-2025", "Nobody is poor") == ["note"]
        assert self.severities("Theo Điều 5", "As Article 6 says") == ["warning"]
        assert self.severities("Có 3 phòng", "There are rooms") == ["warning"]

    def test_a_name_may_have_a_number_in_one_language(self):
        scale = "scales: {cefr: {not_reached: {id: none, vi: Không, en: None}, steps: [%s]}}\n"
        named = whole(declared=scale % "{id: b1, vi: Bậc 3 (B1), en: B1}")
        assert found(named, "KD539") == []
        assert len(found(whole(declared=scale % "{id: b1, vi: Bậc 3, en: Step 4}"), "KD539")) == 1

    @pytest.mark.parametrize(
        ("text", "is_one"), [("Phòng đọc", 1), ("There is light", 1), ("Wifi", 0), ("ISO 9001", 0)]
    )
    def test_a_text_that_was_copied(self, text, is_one):
        assert len(self.found(text, text, "KD546")) == is_one


class TestConditions:
    """KD541: a condition in the text alone."""

    @pytest.mark.parametrize(
        "text",
        [
            "Vườn trường sạch (nếu có)",
            "Có tư vấn (khi cần).",
            "The garden is safe (if there is one)",
            "Mở cửa ngày lễ, khi cần",
            "Records are kept, if any",
            "A guard watches (where there is a pool)",
            "Có bác sĩ trực (khi có sự kiện)",
        ],
    )
    def test_at_the_end_of_a_text(self, text):
        assert found(requirement(f'"{text}"'), "KD541") == ["tree[0].en"]

    @pytest.mark.parametrize(
        "text",
        [
            "Thư viện, vườn trường (nếu có) sạch sẽ",
            "Phối hợp định kỳ hoặc khi cần",
            "Kết quả được theo dõi (điều chỉnh khi cần thiết)",
            "It is known if any is missing",
            "Rooms (where needed, heated) are clean",
        ],
    )
    def test_of_a_part_alone(self, text):
        assert found(requirement(f'"{text}"'), "KD541") == []


class TestNeighbours:
    """KD544: the same text twice."""

    def test_requirements_of_one_level_in_two_groups(self):
        text = nodes(
            '  - {id: "1", en: Rooms, parts: [{id: a, en: Light}, {id: b, en: Air}]}\n'
            '  - {id: "2", en: Halls, parts: [{id: a, en: Light}, {id: b, en: Air}]}\n'
        )
        assert found(text, "KD544") == []  # they are of two criteria
        assert found(text.replace("en: Air", "en: light"), "KD544") == ["tree[0].parts[1].en", "tree[1].parts[1].en"]

    def test_choices_and_inputs(self):
        declared = (
            "inputs:\n"
            "  area: {type: choice, choices: [{id: a, en: Town}, {id: b, en: Town}], en: Area}\n"
            "  place: {type: yes_no, en: Area}\n"
        )
        rule = ", met_if: {all: [{value: area, is: a}, {value: place, is: true}]}"
        assert found(requirement("Light", rule, declared), "KD544") == ["inputs.area.choices[1].en", "inputs.place.en"]


class TestUnits:
    """KD545: a unit unlike the text."""

    @pytest.mark.parametrize(
        ("text", "unit", "is_wrong"),
        [
            ("Tỷ lệ bạn đọc", "count", True),
            ("Tỉ lệ bạn đọc", "percent", False),
            ("Tỷ lệ sách/bạn đọc", "ratio", False),
            ("Tỷ lệ sách trên bạn đọc", "count", False),
            ("Share of readers", "person", True),
            ("Shared rooms", "count", False),
            ("Diện tích sàn", "person", True),
            ("Diện tích sàn", "m2", False),
            ("Area of the site", "ha", False),
            ("Area of the site", "km", True),
            ("Số môn có tỷ lệ đạt cao", "count", False),
        ],
    )
    def test_what_the_text_begins_with(self, text, unit, is_wrong):
        declared = f'inputs: {{books: {{type: number, unit: {unit}, range: {{from: 0}}, en: "{text}"}}}}\n'
        rule = ", met_if: {value: books, above: 0" + ("%" if unit == "percent" else "") + "}"
        assert found(requirement("There are books", rule, declared), "KD545") == ["inputs.books.en"] * is_wrong


class TestSidesThatAreNegated:
    """KD540: what is negated elsewhere in the text, and what says where a requirement applies, is left alone."""

    @pytest.mark.parametrize(
        "text",
        [
            "No class has more than 35 readers",
            "Không lớp nào quá 35 bạn đọc",
            "It fails with more than 35 readers",
            "Trên 35 bạn đọc thì không đạt",
        ],
    )
    def test_negated(self, text):
        assert codes(text, "{value: readers, at_most: 35}") == []

    def test_where_it_applies(self):
        rule = "{value: books, at_least: 20}, when: {value: readers, above: 35}"
        assert codes("At least 20 books; 35 readers or fewer are excused", rule) == []

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("More than 50% are listed", "{value: listed, at_least: 50%}"),
            ("From 50% of the books, or more", "{value: listed, above: 50%}"),
            ("Fewer than 5 readers", "{value: readers, at_most: 5}"),
        ],
    )
    def test_whether_the_bound_is_enough_is_worth_a_look(self, text, rule):
        assert codes(text, rule) == ["KD540"]
        written = requirement(f'"{text}"', ", met_if: " + rule, INPUTS)
        assert {finding.severity for finding in kd.lint(text=written) if finding.code == "KD540"} == {"note"}


class TestLabels:
    """What the text of a label or an award asks for is held against its rule; its name is not."""

    def found(self, text, code):
        rest = REST.replace(
            "{id: good, if: {every: criterion, that: met}}",
            f'{{id: good, en: "{text}", if: {{count: criterion, that: met, at_least: 2}}}}',
        )
        return found(whole(rest=rest), code)

    def test_another_number(self):
        assert self.found("At least 3 criteria are met", "KD536") == ["outcomes[0].cases[0].en"]

    @pytest.mark.parametrize("text", ["At least 2 criteria are met", "Level 5", "Five stars", "5 stars", "Good"])
    def test_its_own_number_and_a_name(self, text):
        assert self.found(text, "KD536") == self.found(text, "KD538") == []
