"""Words, numbers and dates as people write them: read where certain, refused with both readings where not."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.cells import (
    NumberForm,
    ReadingError,
    Vocabulary,
    clean_text,
    read_date,
    read_month_day,
    read_number,
    read_plain_number,
)
from kiemdinh.parsing.placed_tree import JsonNumber

PERCENT = NumberForm("a percentage", percent_of=100, only_percent=True, low=0, high=100)
PEOPLE = NumberForm("a number", low=0, step=1)
LEVELS = Vocabulary(
    {
        "khong-dat": ["Không đạt Mức 1", "Below level 1"],
        "muc-1": ["Đạt Mức 1", "Level 1"],
        "muc-2": ["Đạt Mức 2", "Level 2"],
    },
    numbered=True,
)


def refusal(read, *arguments):
    with pytest.raises(ReadingError) as caught:
        read(*arguments)
    return caught.value


class TestNumbers:
    """1.5 Arithmetic is exact (integers, decimals, fractions). ... no float enters a verdict."""

    @pytest.mark.parametrize(
        ("written", "number"),
        [
            ("12,5", Fraction(25, 2)),
            ("0,125", Fraction(1, 8)),
            (" 45\u00a0", 45),
            ("1.234.567", 1234567),
            ("1,234,567.5", Fraction(2469135, 2)),
            ("1.234,5", Fraction(2469, 2)),
            ("1 234", 1234),
            ("12\u202f345", 12345),
            ("\N{MINUS SIGN}3", -3),
            ("1.2340", Fraction(617, 500)),
            ("1234.567", Fraction(1234567, 1000)),
            (JsonNumber("1.234"), Fraction(617, 500)),
            (1.234, Fraction(617, 500)),
            ("45.0", 45),
        ],
    )
    def test_what_is_certain_is_read(self, written, number):
        assert read_number(written) == number

    @pytest.mark.parametrize("written", ["1.234", "1,234", "12.000", "-1.234"])
    def test_a_thousand_or_a_decimal_is_refused_with_both(self, written):
        found = refusal(read_number, written)
        assert found.code == "KD106"
        thousands = written.replace(".", "").replace(",", "")
        assert thousands in found.hint

    def test_of_whole_numbers_only_the_thousand_is_offered(self):
        found = refusal(read_number, "1.234", PEOPLE)
        assert (found.message, found.hint) == ("'1.234' can be read as 1.234 or as 1234", "write 1234")

    def test_where_the_thousand_is_out_of_range_the_decimal_is_certain(self):
        assert read_number("1.234", NumberForm(low=0, high=50)) == Fraction(617, 500)

    def test_a_whole_number_with_a_fraction(self):
        assert refusal(read_number, 3.5, PEOPLE).message == "3.5 is not a whole number"
        assert read_number("3.0", PEOPLE) == 3

    @pytest.mark.parametrize("written", ["0.962", 0.962, "0,962", 1, "1", Fraction(1, 2), 0.05])
    def test_a_bare_share_up_to_1_can_mean_two_percentages(self, written):
        found = refusal(read_number, written, PERCENT)
        assert found.code == "KD109"
        first, second = found.hint.removeprefix("write ").split(" or ")
        assert read_number(second, PERCENT) == 100 * read_number(first, PERCENT)

    @pytest.mark.parametrize(
        ("written", "number"), [(0, 0), ("0", 0), (96.2, Fraction(481, 5)), ("0,5 %", Fraction(1, 2))]
    )
    def test_other_percentages_are_read(self, written, number):
        assert read_number(written, PERCENT) == number

    def test_no_percentage_of_people(self):
        assert refusal(read_number, "92%", PEOPLE).code == "KD109"

    @pytest.mark.parametrize(
        "written", ["", "1.2.3", "1,2,3", "12.34.567", "0.123.456", "٣", "1/3", "4 2", True, None, "1e9999"]
    )
    def test_what_is_no_number(self, written):
        assert refusal(read_number, written).code == "KD106"

    @pytest.mark.parametrize(
        ("written", "form", "number"),
        [
            ("1/3", NumberForm(), Fraction(1, 3)),
            ("-4/2", NumberForm(), -2),
            ("2/3", PERCENT, Fraction(200, 3)),
            ("200/3%", PERCENT, Fraction(200, 3)),
            ("10/3", NumberForm(percent_of=9), Fraction(10, 3)),
            ("200/3%", NumberForm(percent_of=9), 6),
            ("1/3", NumberForm(percent_of=1), Fraction(1, 3)),
        ],
    )
    def test_a_definition_may_write_a_fraction(self, written, form, number):
        assert read_plain_number(written, form) == number

    @pytest.mark.parametrize(
        ("written", "form", "code"),
        [("1/0", NumberForm(), "KD106"), ("1/3%", NumberForm(), "KD109"), ("2/3", NumberForm(percent_of=9), "KD109")],
    )
    def test_a_fraction_that_means_nothing_or_two_things_is_refused(self, written, form, code):
        assert refusal(read_plain_number, written, form).code == code

    @given(st.text("0123456789.,- %eE+\u00a0", max_size=12), st.sampled_from([NumberForm(), PERCENT, PEOPLE]))
    def test_a_hint_that_is_taken_is_read(self, written, form):
        try:
            read_number(written, form)
        except ReadingError as error:
            for offered in (error.hint or "").removeprefix("write ").split(" or "):
                if offered:
                    read_number(offered, form)

    @given(st.text("0123456789.,- %eE+", max_size=12))
    def test_what_a_definition_may_write_means_the_same_in_a_dossier(self, written):
        form = NumberForm(percent_of=100)
        try:
            number = read_plain_number(written, form)
        except ReadingError as error:
            hint = error.hint
            if hint is None or " or " in hint:
                return
            number = read_plain_number(hint.removeprefix("write "), form)
        assert read_number(written, form) == number


class TestDates:
    @pytest.mark.parametrize(
        "written",
        [
            "2027-06-30",
            " 2027-06-30\n",
            "2027-06-30 00:00:00",
            "2027-06-30T08:30",
            dt.datetime(2027, 6, 30, 9, tzinfo=dt.UTC),
        ],
    )
    def test_a_date(self, written):
        assert read_date(written) == dt.date(2027, 6, 30)

    @pytest.mark.parametrize("written", ["30/06/2027", "06/30/2027", "2027-6-30", "2027/06/30", "20270630", 20270630,
                                         "30.6.2027", "ngày 30 tháng 6 năm 2027"])  # fmt: skip
    def test_another_form_of_one_date(self, written):
        assert refusal(read_date, written).hint == "write 2027-06-30"

    def test_day_and_month_that_could_be_either(self):
        hint = refusal(read_date, "05/06/2027").hint
        assert hint == "write 2027-06-05 (the day stands first) or 2027-05-06 (the month stands first)"

    @pytest.mark.parametrize(
        "written", ["2027-W26-3", "31/02/2027", "2027-30-06", "46568", "6/7/27", "2027-06-30T00:00Z", ""]
    )
    def test_no_date_and_no_hint(self, written):
        found = refusal(read_date, written)
        assert (found.code, found.hint) == ("KD107", None)

    def test_a_day_that_every_year_has(self):
        assert read_month_day("09-01") == (9, 1)
        assert refusal(read_month_day, "02-29").message == "02-29 is not a day of every year"
        assert refusal(read_month_day, "13-01").code == "KD107"


class TestWords:
    @pytest.mark.parametrize(
        "written",
        ["muc-2", "MUC-2", "muc-2 ", "muc-2\u00a0", "muc-2\n", "Đạt Mức 2", "đạt  mức 2", "Level 2", "Mức 2", "muc 2",
         "Đạt Mu\u031b\u0301c 2", "muc\u200b-2", 2, 2.0, "2", "2.0"],
    )  # fmt: skip
    def test_a_declared_word(self, written):
        assert LEVELS.find(written) == "muc-2"

    @pytest.mark.parametrize(
        "written", ["Mức 3", "Mức 10", "Không đạt Mức 2", "Chưa đạt", "Muct 2", 3, 2.5, True, None, "Đất", ""]
    )
    def test_what_is_not_declared(self, written):
        assert LEVELS.find(written) is None

    def test_a_title_of_two_words_is_refused_with_both(self):
        words = Vocabulary({"a": ["Tốt"], "b": ["TỐT"], "c": []})
        assert (words.find("tốt"), words.meanings("tốt")) == (None, ("a", "b"))
        assert words.find("a") == "a"

    def test_an_id_as_it_stands_comes_before_a_title(self):
        assert Vocabulary({"a": ["B"], "B": []}).find("B") == "B"

    def test_a_number_that_two_names_have_is_none(self):
        assert Vocabulary({"hang-1": ["Bậc 2"], "hang-2": []}, numbered=True).find(2) == "hang-2"

    @pytest.mark.parametrize(
        ("slip", "meant"),
        [("mcu-2", "muc-2"), ("Đạt Mưc 2", "muc-2"), ("Level2", "muc-2"), ("Mức 3", None), ("Mức 10", None),
         ("Không đạt Mức 2", None), ("muc-", None)],
    )  # fmt: skip
    def test_a_hint_is_the_same_word_misspelt(self, slip, meant):
        assert LEVELS.suggest(slip) == meant


class TestSuggestions:
    @pytest.mark.parametrize(
        ("slip", "meant"), [("lader", "ladder"), ("framwork", "framework"), ("thsc", "thcs"), ("reches", "reaches")]
    )
    def test_one_slip(self, slip, meant):
        assert suggest(slip, ["ladder", "framework", "thcs", "thpt", "reaches"]) == meant

    @pytest.mark.parametrize(
        ("word", "other"), [("issuer", "issued"), ("1.5", "3.5"), ("1.11", "1.1"), ("data", "date"), ("unmet", "met")]
    )
    def test_another_word_is_no_slip(self, word, other):
        assert suggest(word, [other]) is None

    def test_of_two_that_are_as_near_none(self):
        assert suggest("thbs", ["thcs", "thds"]) is None

    @given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=20), max_size=5))
    def test_digits_are_never_corrected(self, word, known):
        near = suggest(word, known)
        if near is not None:
            digits = ["".join(c for c in text if c in "0123456789") for text in (word, near)]
            assert digits[0] == digits[1]


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)
