"""Results are told in two languages: prose from data, short first, and never more than is certain."""

import datetime as dt
import re
import unicodedata
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

import kiemdinh as kd
from kiemdinh.diagnostics.wording import count_columns
from kiemdinh.diagnostics.wrapping import wrap_words
from kiemdinh.narration.language import LANGUAGES, Messages
from kiemdinh.narration.layout import Item, Line, Page, PageTable, Section, render_markdown, render_text
from kiemdinh.narration.pages import assessment_page
from kiemdinh.parsing.durations import Duration
from snapshots import check_snapshot

SNAPSHOTS = Path(__file__).parent / "snapshots"
EXAMPLES = Path(__file__).parents[2] / "examples"
GENERAL = "vn.tt57-2026.pho-thong"
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
FINDINGS = st.fixed_dictionaries({c: st.sampled_from([None, "khong-dat", "muc-1", "muc-2"]) for c in CRITERIA})
ON = "2027-06-30"


def small():
    return kd.assess(None, SNAPSHOTS / "school.yaml", allow_files=True)


def narrate(result, lang, *, full=False):
    return render_text(assessment_page(result, lang, full=full))


def told(dossier, lang="vi", framework=GENERAL, on=ON, **options):
    return narrate(kd.assess(framework, dossier, on=on, **options), lang)


class TestMessages:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    def test_a_language_without_messages_is_refused(self):
        with pytest.raises(kd.InputError, match="'fr'"):
            narrate(small(), "fr")


class TestWholeTexts:
    """5.10 ... text in Vietnamese or English is rendered from them afterwards."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_plain_text(self, lang):
        check_snapshot(SNAPSHOTS / f"small.{lang}.txt", narrate(small(), lang))

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_markdown(self, lang):
        check_snapshot(SNAPSHOTS / f"small.{lang}.md", render_markdown(assessment_page(small(), lang)))

    def test_a_result_tells_itself(self):
        assert small().to_text("en") == narrate(small(), "en")
        assert small().to_markdown("vi") == render_markdown(assessment_page(small(), "vi"))


class TestUndetermined:
    """2.2 ... that name is said only when it is certain: a school not yet assessed is *undetermined* between two
    outcomes, never failed."""

    @settings(max_examples=30)
    @given(FINDINGS)
    def test_a_school_is_said_to_be_below_the_lowest_only_where_that_is_certain(self, findings):
        result = kd.assess(GENERAL, {"findings": findings}, on=ON)
        below = result.determined and result.level is None
        assert ("Mức của trường: Không đạt Mức 1" in narrate(result, "vi")) == below
        assert ("Level of the school: Below level 1" in narrate(result, "en")) == below
        assert ("Mức của trường: Chưa xác định" in narrate(result, "vi")) == (not result.determined)

    def test_both_ends_are_told(self):
        nothing_certain = dict.fromkeys(CRITERIA, "muc-2") | {"1.3": "muc-1", "1.4": None}
        text = told({"findings": nothing_certain})
        assert "Chưa xác định: chưa có mức nào chắc chắn, cao nhất có thể “Đạt Mức 1”" in " ".join(text.split())
        both = {"1.1": {"dat": {"a": "met"}, "tot": {"a": "met"}}, "1.2": "tot", "2.3": "dat"}
        school = {"findings": both, "inputs": {"canteen": False, "classes": 40}}
        text = told(school, "en", SNAPSHOTS / "small.yaml", "2026-06-30")
        assert "Rank of the school: Undetermined: certainly “Bronze”, possibly “Gold”" in text

    def test_labels_without_an_order_are_told_as_a_set(self):
        definition = {
            "kiemdinh": 1,
            "framework": "org.example.labels",
            "source": {"document": "By-law 1"},
            "subject": {"kind": "school"},
            "layers": [{"id": "criterion", "verdict": "met"}],
            "tree": [{"id": "1", "en": "Water"}, {"id": "2", "en": "Fire"}],
            "outcomes": [
                {
                    "id": "result",
                    "en": "Result",
                    "cases": [{"id": "good", "en": "Good", "if": {"every": "criterion", "that": "met"}}],
                    "otherwise": {"id": "poor", "en": "Poor"},
                }
            ],
        }
        assert "Result: Undetermined: possibly “Good” or “Poor”" in told({}, "en", definition)
        assert "Result: Poor" in told({"findings": {"1": "unmet"}}, "en", definition)


class TestBlocking:
    """5.2 The **blocking tree** keeps choices as choices: "all of these", "any 2 of these 4", with what is already
    satisfied in each; never the first two in file order."""

    def test_a_choice_is_told_as_a_choice_with_what_is_there(self):
        text = narrate(kd.assess(None, EXAMPLES / "thcs-binh-an" / "dossier.yaml"), "vi")
        choice = text[text.index("Bất kỳ 1 trong 3 mục sau (đã có 4/5)") :]
        assert re.findall(r"– (\d\.\d) ", choice)[:3] == ["1.2", "3.3", "3.5"]

    def test_both_stages_are_named(self):
        text = narrate(kd.assess(None, EXAMPLES / "th-thcs-dong-tien" / "dossier.yaml"), "vi")
        assert "Cấp học Tiểu học: Đạt Mức 2" in text
        assert "Cấp học Trung học cơ sở: Đạt Mức 1" in text
        assert "Bất kỳ 2 trong 4 mục sau (đã có 3/5)" in text

    def test_long_lists_are_cut_and_shown_whole_when_asked_for(self):
        result = kd.assess(GENERAL, {}, on=ON)
        short, full = narrate(result, "en"), narrate(result, "en", full=True)
        todo = short[short.index("What to do\n") : short.index("By standard")]
        needed = ["1.3", "1.4", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2"]
        assert re.findall(r"• (\d\.\d)", todo) == [*needed, "1.1", "1.2", "2.3", "3.3", "3.4", "3.5", "4.3"]
        blocks = " ".join(short[short.index("What blocks") : short.index("What to do first")].split())
        assert f"{', '.join(needed)}: “Level 1” – unknown: not assessed" in blocks
        assert "Use --full to see all of it" in short
        assert "--full" not in full
        assert not re.search(r"and \d+ more", full)
        assert all(f" {criterion} " in full[full.index("What to do\n") :] for criterion in CRITERIA)

    def test_a_figure_names_what_it_is_and_its_bound(self):
        assert "Không quá 45 lớp – hiện 52, cần không quá 45" in narrate(small(), "vi")
        assert "At most 45 classes – now 52, at most 45 needed" in narrate(small(), "en")

    def test_what_is_not_known_is_not_said_to_be_none(self):
        dossier = {"findings": dict.fromkeys(CRITERIA, "muc-2")}
        vi, en = (" ".join(told(dossier, lang).split()) for lang in ("vi", "en"))
        assert "cấp học cao nhất): chưa có thông tin; cần: có" in vi
        assert "chưa có số liệu; cần ít nhất 3 năm" in vi
        assert "not known; yes is needed" in en
        assert "not known; at least 3 years needed" in en

    def test_a_real_no_is_said_as_one(self):
        dossier = {"findings": dict.fromkeys(CRITERIA, "muc-2"), "inputs": {"cohort_completed": False}}
        assert "hiện: không; cần: có" in " ".join(told(dossier).split())
        assert "now: no; yes is needed" in " ".join(told(dossier, "en").split())

    def test_a_step_above_one_that_is_not_met_waits_for_it(self):
        text = narrate(kd.assess(None, EXAMPLES / "th-thcs-dong-tien" / "dossier.yaml"), "vi")
        assert "“Đạt Mức 2” – phải đạt mức dưới trước" in text

    def test_a_bound_that_depends_on_the_unknown_says_so(self):
        findings = {"1.1": {"dat": {"a": "met"}}, "1.2": "tot", "2.1": "dat", "2.2": "tot", "2.3": "tot"}
        school = {"findings": findings, "inputs": {"canteen": True, "classes": 3, "garden": 700, "pupils": 450}}
        text = told(school, "vi", SNAPSHOTS / "small.yaml", "2026-06-30", target="vang")
        assert "Vườn đủ rộng" in text
        assert "thiếu thông tin về trường" in " ".join(text.split())


class TestToDo:
    """5.4 Four to-do lists are kept apart: *settle* (unknown: supply evidence or a measurement), *improve* (unmet:
    change reality), *wait* (until a date), *decide* (for an authority, or a matter of context..."""

    def test_what_is_unknown_is_to_be_settled_and_what_is_unmet_improved(self):
        text = narrate(small(), "vi")
        settle, improve = text.index("Cần làm rõ"), text.index("Cần cải thiện")
        assert settle < text.index("2.3 Truyền thông", settle) < improve < text.index("1.2 Nước sạch", improve)

    def test_a_choice_is_marked_and_the_law_cited_once(self):
        text = narrate(small(), "en")
        todo = text[text.index("What to do") :]
        assert "1.2 Clean water: “Reached” (one of several ways) [Điều 4]" in todo
        assert "needed [Điều 3]" in " ".join(todo.split())

    def test_gaps_that_do_not_matter_are_named_as_such(self):
        assert "Gaps that do not matter for “Bronze”: 2.2." in narrate(small(), "en")

    def test_a_level_already_certain_has_nothing_to_do(self):
        text = told({"findings": dict.fromkeys(CRITERIA, "muc-2")}, "en", target="muc-1")
        assert "“Level 1” is already certain." in text
        assert "What to do" not in text


class TestAwards:
    """2.8 ... The engine derives *eligibility*, with both readings, what blocks it and the earliest date ...
    Where the authority may grant but need not ("may consider"), the result says so, of the grade it concerns."""

    def test_what_is_held_and_until_when_and_the_wait(self):
        text = narrate(small(), "vi")
        assert "Đang được công nhận: Bậc 1, ký ngày 15/01/2025, có giá trị đến hết ngày 15/01/2028" in " ".join(
            text.split()
        )
        assert "phải chờ đến ngày 15/01/2027" in text
        assert "Sở có thể xem xét Bậc 2" in text

    def test_an_award_of_another_framework_is_kept_and_shown(self):
        assert "Under other frameworks\n    • org.other/huy-hieu (a), signed 2024-02-01" in narrate(small(), "en")

    def test_one_that_is_continued_is_told_once(self):
        text = narrate(kd.assess(None, EXAMPLES / "thcs-binh-an" / "dossier.yaml"), "vi")
        assert text.count("Mức độ 1 theo Thông tư 18/2018/TT-BGDĐT") == 1
        assert "vn.tt18-2018" not in text

    def test_the_earliest_date_is_told_where_it_lies_ahead(self):
        inputs = {"cohort_completed": True, "years_of_data": 3, "conditions": "muc-do-2"}
        held = [{"award": "chuan-quoc-gia", "grade": "muc-do-1", "signed": "2026-09-01"}]
        school = {"findings": dict.fromkeys(CRITERIA, "muc-2"), "inputs": inputs, "held": held, "complete": ["held"]}
        text = told(school, "en")
        assert "Degree 1: eligible" in text
        assert "2028-09-01 at the earliest" in text

    def test_what_is_not_known_to_be_held(self):
        assert "complete: [held]" in told({"findings": dict.fromkeys(CRITERIA, "muc-2")}, "en")

    def test_a_missing_external_review_is_told_with_what_the_own_assessment_would_give(self):
        text = narrate(kd.assess("vn.tt18-2018", {}, on="2024-01-01"), "en")
        assert "Based on the result of the external review, and no external review is recorded" in " ".join(
            text.split()
        )
        assert "By the school's own assessment: not surely eligible" in text


class TestNotes:
    """7.3 A **warning** never changes a verdict ... Warnings are data with a code."""

    def test_guards_and_expired_evidence_have_words(self):
        text = " ".join(narrate(small(), "vi").split())
        assert "MC.2.1.01 (Ảnh thùng rác): đã hết giá trị, ngày cuối cùng 31/05/2026 (cho 2.1)" in text
        assert "“Có sự cố môi trường: không”" in " ".join(text.split())
        assert "văn bản nêu: “Không so sánh giữa các trường”" in text

    def test_a_difference_of_the_sides_is_told_in_words(self):
        text = told({"findings": {"1.1": "muc-2"}, "external": {"1.1": "khong-dat"}}, "en")
        assert "the external review says “no level reached”, the self-assessment “Level 2”." in " ".join(text.split())

    def test_records_hidden_by_a_date_are_counted(self):
        result = kd.assess(GENERAL, {"findings": {"1.1": {"reaches": "muc-1", "on": "2027-07-01"}}}, on=ON)
        assert "Records made after 2027-06-30 are left out: 1." in narrate(result, "en")

    def test_outside_the_edition(self):
        assert "nằm ngoài thời gian hiệu lực" in told({}, on="2020-01-01")
        assert "(từ 07/07/2026)" in told({}, on="2020-01-01")

    def test_every_warning_has_words_without_its_code(self):
        result = kd.assess(GENERAL, {"findings": {"3.5": "khong-dat", "1.1": "muc-1"}}, on="2020-01-01")
        assert {w.code for w in result.warnings} >= {"KD401", "KD404", "KD412"}
        assert not re.search(r"KD4\d\d", narrate(result, "vi"))


class TestFooting:
    """7.2 ... what of that is less than confirmed is named once, in its footing. It never fails a school on it in
    silence."""

    def test_each_degree_of_certainty_once_with_where(self):
        text = narrate(small(), "en")
        foot = text[text.index("What this result rests on") :]
        assert foot.count("Inferred") == foot.count("One source only") == 1
        assert "the policy on evidence [Điều 8]" in foot

    def test_many_criteria_of_one_source_are_cut(self):
        text = narrate(kd.assess(None, EXAMPLES / "gdtx-song-hong" / "dossier.yaml"), "vi")
        assert "1.1, 1.2, 1.3, 1.4, 2.1, 2.2, 2.3, 3.1 và 7 mục nữa [Phụ lục III]" in text


class TestSides:
    """2.8 The externally reviewed outcome leaves self-assessed findings and claims out."""

    def test_both_are_told_where_both_speak(self):
        text = narrate(kd.assess(None, EXAMPLES / "gdtx-song-hong" / "dossier.yaml"), "vi")
        assert "Theo tự đánh giá: Đạt Mức 1" in text
        assert "Theo đánh giá ngoài: Không đạt Mức 1" in text

    def test_nothing_is_said_of_a_side_that_is_silent(self):
        assert "By self-assessment" not in narrate(small(), "en")


class TestExactness:
    """1.6 ... Otherwise the readings are sound (never narrower than the truth), and the result says so."""

    def test_said_only_where_readings_may_be_too_wide(self):
        inexact = kd.assess("vn.tt18-2018", {}, on="2024-01-01")
        assert not inexact.outcomes[0].exact
        assert "may be wider than it need be" in narrate(inexact, "en")
        assert "may be wider" not in narrate(small(), "en")


class TestNumbersAndDates:
    """1.5 Arithmetic is exact (integers, decimals, fractions)."""

    @pytest.mark.parametrize(
        ("value", "vi", "en"),
        [
            (3, "3", "3"),
            (Fraction(73, 2), "36,5", "36.5"),
            (Fraction(3600, 38), "≈ 94,74", "≈ 94.74"),
            (-2, "-2", "-2"),
        ],
    )
    def test_two_decimals_and_a_mark_where_that_rounds(self, value, vi, en):
        assert (Messages("vi").format_number(value), Messages("en").format_number(value)) == (vi, en)

    @given(st.fractions())
    def test_a_number_shown_without_a_mark_is_that_number(self, value):
        shown = Messages("en").format_number(value)
        if not shown.startswith("≈"):
            assert Fraction(shown) == value
        else:
            assert abs(Fraction(shown.removeprefix("≈ ")) - value) <= Fraction(1, 200)

    def test_dates_and_lengths_of_time(self):
        vi, en = Messages("vi"), Messages("en")
        day = dt.date(2027, 6, 3)
        assert (vi.format_date(day), en.format_date(day)) == ("03/06/2027", "2027-06-03")
        lengths = Duration.read("1 year"), Duration.read("9 months")
        assert [vi.format_duration(d) for d in lengths] == ["1 năm", "9 tháng"]
        assert [en.format_duration(d) for d in lengths] == ["1 year", "9 months"]


VIETNAMESE = "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
WORD = st.text(st.characters(exclude_categories=["C", "Z", "M"]), min_size=1, max_size=12)
TEXT = st.lists(WORD, max_size=20).map(" ".join)
BLOCKS = st.lists(
    st.one_of(
        st.builds(Line, TEXT, st.booleans()),
        st.builds(Item, TEXT, st.lists(st.builds(Item, TEXT), max_size=2).map(tuple)),
        st.just(PageTable(("A", "B"), (("x" * 20, "1"),))),
    ),
    max_size=4,
).map(tuple)


class TestSetting:
    """5.10 ... rendered: the same page in plain text and Markdown."""

    @settings(max_examples=60)
    @given(st.builds(Page, TEXT, BLOCKS), st.integers(40, 100))
    def test_no_line_is_wider_than_asked_for_and_no_word_is_lost(self, page, width):
        text = render_text(Page(page.title, (Section("Title", page.blocks),)), width)
        assert all(count_columns(line) <= width for line in text.splitlines())
        lines = [unicodedata.normalize("NFC", block.text) for block in page.blocks if isinstance(block, Line)]
        assert all(word in text for line in lines for word in line.split())

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_columns_are_aligned_whatever_the_letters_are_made_of(self, form):
        names = ("Trường Tiểu học Đồng Tiến", "Plain letters", "中文学校", "Ｗｉｄｅ")
        rows = tuple((unicodedata.normalize(form, name), "12") for name in names)
        lines = render_text(Page("T", (PageTable(("Tên", "Số"), rows),))).splitlines()[1:]
        assert {cell_len(line) for line in lines} == {len("Trường Tiểu học Đồng Tiến") + 4}

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_a_line_holds_as_many_words_as_fit_whatever_the_letters_are_made_of(self, form):
        text = unicodedata.normalize(form, "Đồng Tiến, " * 3 + "中文 " * 8)
        lines = render_text(Page("T", (Item(text),)), 30).splitlines()[1:]
        assert lines == ["• Đồng Tiến, Đồng Tiến, Đồng", "  Tiến, 中文 中文 中文 中文", "  中文 中文 中文 中文"]

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("Đạt mức 2 của “Đạt Mức 2”, ít nhất", ["• Đạt mức 2 của “Đạt", "  Mức 2”, ít nhất"]),
            ("nothing of that Level 3.", ["• nothing of that", "  Level 3."]),
            ("the share is now ≈ 19.42%", ["• the share is now", "  ≈ 19.42%"]),
            ("at least a value of 20 there", ["• at least a value of", "  20 there"]),
        ],
    )
    def test_a_number_stays_with_the_name_before_it(self, text, lines):
        assert wrap_words(text, 23, "• ", "  ") == lines

    def test_a_table_has_its_titles_whole_at_any_width(self):
        title = "3.2 Đổi mới phương pháp giáo dục và theo dõi, đánh giá sự phát triển, tiến bộ của học sinh"
        table = PageTable(("Tiêu chí", "Kết quả", "Bắt buộc", "Minh chứng"), ((title, "Đạt Mức 2", "x", "MC.1"),), (3,))
        for width in (30, 40, 80, 120):
            lines = render_text(Page("T", (table,)), width).splitlines()[1:]
            assert max(map(count_columns, lines)) <= width
            assert set(title.split()) <= set(" ".join(lines).split())
        narrow = render_text(Page("T", (table,)), 30)
        assert "    Kết quả: Đạt Mức 2\n    Bắt buộc: x\n    Minh chứng: MC.1\n" in narrow

    @given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E) | st.sampled_from(VIETNAMESE + "中文Ｗ")))
    def test_columns_are_those_that_terminals_give(self, text):
        assert count_columns(text) == cell_len(text)
        assert count_columns(unicodedata.normalize("NFD", text)) == cell_len(text)

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("name", ["thcs-binh-an", "th-thcs-dong-tien", "gdtx-song-hong", "mam-non-hoa-sen"])
    def test_examples_fit_80_columns_without_control_characters(self, name, lang):
        text = narrate(kd.assess(None, EXAMPLES / name / "dossier.yaml"), lang)
        assert max(map(count_columns, text.splitlines())) <= 80
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)

    def test_a_school_name_with_markup_stays_a_name(self):
        school = {"school": {"name": "<b>A_B*</b> | C"}}
        assert told(school).startswith("<b>A_B*</b> | C\n")
        markdown = render_markdown(assessment_page(kd.assess(GENERAL, school, on=ON), "vi"))
        assert markdown.startswith(r"# \<b\>A\_B\*\</b\> \| C" + "\n")

    def test_tables_in_markdown(self):
        page = Page("T", (PageTable(("A", "B"), (("a|b", "1"),)),))
        assert render_markdown(page) == "# T\n\n| A | B |\n| --- | ---: |\n| a\\|b | 1 |\n"
