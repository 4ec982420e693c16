"""What to ask next of a commune: the unknown leaves of its members (semantics 5.12, 6.4)."""

import pytest

from communes import assess_tan_lap

D = "reaches:vn.tt13-2020:muc@school/D"
D_IS_PUBLIC = ("public: unknown", "public: true")


def ask(*records, target="dat"):
    asked = assess_tan_lap(*records).ask_next(target=target)
    return {one.id: [(answer.answer, answer.outcomes) for answer in one.answers] for one in asked.questions}


class TestLeaves:
    """5.12 ... of what members of a register decide, these members are asked about."""

    @pytest.mark.parametrize("target", ["dat", None])
    def test_members_are_asked_about_and_not_the_criterion_that_counts_them(self, target):
        assert ask(target=target) == {
            D: [("toi-thieu", 2), ("muc-1", 1)],
            "input:public@D": [("false", 1), ("true", 2)],
        }

    def test_what_is_known_is_not_asked(self):
        assert ask(D_IS_PUBLIC) == {D: [("toi-thieu", 1), ("muc-1", 1)]}

    def test_where_nothing_is_recorded_each_level_is_an_answer(self):
        of_d = "{member: D, outcome: vn.tt13-2020/muc, level: toi-thieu, attainable: muc-1,"
        found = ask((of_d, "{member: D, outcome: vn.tt13-2020/muc, is: unknown,"), D_IS_PUBLIC)
        assert found == {D: [("none", 1), ("toi-thieu", 1), ("muc-1", 1), ("muc-2", 1)]}

    def test_an_input_of_the_commune_beside_them(self):
        assert ask(("{region: other}", "{}"))["input:region"] == [("delta", 1), ("south-east", 1), ("other", 2)]

    def test_whether_the_register_is_complete(self):
        assert ask(("complete: [school]\n", ""))["known:school"] == [("unmet", 2), ("met", 2)]

    def test_each_answer_can_be_supposed_and_leaves_as_many_outcomes(self):
        result = assess_tan_lap()
        for one in result.ask_next().questions:
            for answer in one.answers:
                supposed = result.what_if({one.id: answer.answer}).result
                assert len(supposed.outcomes[0].labels) == answer.outcomes


class TestWords:
    def test_in_english(self):
        assert assess_tan_lap().ask_next(target="dat").to_text(lang="en").partition("What to settle next\n")[2] == (
            "  It is open whether the result can be: “dat”.\n"
            "  • D, “Facility standard” – outcomes left after each answer: minimum → 2; level\n"
            "    1 → 1\n"
            "  • Public school (D) – outcomes left after each answer: no → 1; yes → 2\n"
        )

    def test_in_vietnamese(self):
        page = assess_tan_lap().ask_next().to_text(lang="vi")
        assert page.partition("Nên làm rõ điều gì trước\n")[2] == (
            "  Còn 2 kết quả có thể xảy ra. Câu hỏi đầu tiên thu hẹp nhiều nhất:\n"
            "  • D, “Tiêu chuẩn cơ sở vật chất” – số kết quả còn lại sau từng câu trả lời:\n"
            "    tối thiểu → 2; mức độ 1 → 1\n"
            "  • Trường công lập (D) – số kết quả còn lại sau từng câu trả lời: không → 1; có\n"
            "    → 2\n"
        )

    def test_the_level_that_is_supposed_has_its_name(self):
        page = assess_tan_lap().what_if({D: "muc-1", "reaches:vn.tt13-2020:muc@school/A": "none"}).to_text(lang="en")
        assert "  • D, “Facility standard”: level 1\n  • A, “Facility standard”: no level reached\n" in page
