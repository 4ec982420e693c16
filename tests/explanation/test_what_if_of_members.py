"""What is supposed of members of a register, by the names that repairs give their changes (semantics 5.5, 6.4)."""

import pytest

import kiemdinh as kd
from communes import assess_tan_lap
from kiemdinh.evidence.reading import read_dossier

D = "reaches:vn.tt13-2020:muc/muc-1@school/D"
C_THCS = "reaches:vn.tt13-2020:muc/muc-1@school/C/thcs"
D_IS_PUBLIC = ("public: unknown", "public: true")


def suppose(changes, *records):
    return {d.id: (d.before, d.after) for d in assess_tan_lap(*records).what_if(changes).differences}


def refusal(changes):
    with pytest.raises(kd.InputError) as caught:
        assess_tan_lap().what_if(changes)
    (problem,) = caught.value.diagnostics
    return problem


class TestNamesOfRepairs:
    """5.5 ... What a repair names can be supposed under that name."""

    @pytest.mark.parametrize("records", [(), (D_IS_PUBLIC,), (("complete: [school]\n", ""), D_IS_PUBLIC)])
    def test_a_repair_that_is_supposed_reaches_its_target(self, records):
        repairs = list(assess_tan_lap(*records).repairs(target="dat"))
        assert repairs
        for repair in repairs:
            found = suppose({change.id: "met" for change in repair.changes}, *records)
            assert found["outcome:ntm"] == ("dat|chua-dat", "dat")

    def test_a_step_that_is_unmet_leaves_the_one_below_it(self):
        result = assess_tan_lap(D_IS_PUBLIC).what_if({D: "unmet"}).result
        (of_d,) = [one for one in result.references if one.member.id == "D"]
        assert (of_d.guaranteed.id, of_d.attainable.id, of_d.side) == ("toi-thieu", "toi-thieu", "external")

    @pytest.mark.parametrize("value", [False, "false"])
    def test_an_input_of_a_member(self, value):
        assert suppose({"input:public@D": value})["5"] == ("unknown", "met")

    def test_none_takes_away_what_was_recorded(self):
        result = assess_tan_lap().what_if({"input:public@A": None, C_THCS: None}).result
        (of_c,) = [one for one in result.references if one.member.shown == "C/thcs"]
        assert (of_c.guaranteed, of_c.attainable.id) == (None, "muc-2")
        assert not result.dossier.register["school"][0].values[-1].value

    def test_a_stage_that_is_supposed_leaves_the_others_as_the_whole_was(self):
        of_both = (
            "{member: C, stage: tieu-hoc, outcome: vn.tt13-2020/muc, is: muc-1",
            "{member: C, outcome: vn.tt13-2020/muc, is: muc-2",
        )
        of_thcs = "  - {member: C, stage: thcs, outcome: vn.tt13-2020/muc, is: toi-thieu, on: 2024-03-01}\n"
        result = assess_tan_lap(of_both, (of_thcs, "")).what_if({C_THCS: "met"}).result
        found = {one.member.shown: one.guaranteed.id for one in result.references if one.member.id == "C"}
        assert found == {"C/tieu-hoc": "muc-2", "C/thcs": "muc-1"}

    def test_it_is_supposed_on_the_date_of_the_assessment(self):
        result = assess_tan_lap(on="2024-04-01").what_if({C_THCS: "met"}).result
        (of_c,) = [one for one in result.references if one.member.shown == "C/thcs"]
        assert (of_c.guaranteed.id, of_c.determined) == ("muc-1", True)

    def test_the_page_says_what_is_supposed(self):
        page = assess_tan_lap().what_if({D: "met", "input:public@D": True}).to_text(lang="en")
        assert "• D: level 1 of “Facility standard”: met\n  • Public school (D): yes" in page


class TestRefusals:
    @pytest.mark.parametrize(
        ("key", "value", "text", "hint"),
        [
            (f"{D}x", "met", "the register of 'school' has no 'Dx' on 2024-06-30", None),
            (f"{C_THCS}s", "met", "'C' has no stage 'thcss'", "did you mean 'thcs'?"),
            (D.replace("muc-1", "muc-9"), "met", "'muc-9' is no step of this outcome", None),
            (D, "muc-9", "'muc-9' is no step of this outcome", None),
            (D.replace("13", "14"), "met", "no rule reads 'vn.tt14-2020/muc'", None),
            ("known:schol", "met", "the commune has no register of 'schol'", "did you mean 'school'?"),
            ("known:school", 3, "that a register is complete is met or unmet", None),
            ("input:public@Z", True, "the register of 'school' has no 'Z' on 2024-06-30", None),
            (
                "input:public",
                True,
                "'public' is given for each school: say which school",
                "write input:public@ID, with the id that the school has in the register",
            ),
            (
                "outcome:ntm=dat",
                "met",
                "there is no node 'outcome:ntm=dat'",
                "it follows from the records: change a node, an input or something that a repair names",
            ),
        ],
    )
    def test_it_says_what_there_is(self, key, value, text, hint):
        problem = refusal({key: value})
        said = None if problem.hint is None else str(problem.hint)
        assert (problem.path, str(problem.message), said) == (key, text, hint)

    def test_two_keys_that_contradict_each_other(self):
        found = refusal({D: "unmet", D.replace("muc-1", "muc-2"): "met"})
        assert found.code == "KD006"


DISTRICT = """
date: 2024-06-30
complete: [school, held]
register: {school: [{id: A, school_type: thpt}, {id: B, school_type: thpt}]}
held:
  - {member: A, award: vn.tt18-2018/chuan-quoc-gia, grade: muc-do-1, signed: 2021-01-01, until: 2024-06-29}
"""


def held(member, grade="/muc-do-1"):
    return f"held:vn.tt18-2018:chuan-quoc-gia{grade}@school/{member}"


def assess_district():
    framework = kd.load("vn.ntm-2021.huyen")
    return kd.assess(framework, read_dossier(DISTRICT, framework))


class TestAwardsOfMembers:
    """6.5 An award of another framework is read from recorded decisions alone."""

    def test_at_least_60_percent_of_two_schools_are_both(self):
        result = assess_district()
        assert str(result.node("thpt").truth) == "unmet"
        one, both = (result.what_if({held(name): "met" for name in names}).result for names in ("A", "AB"))
        assert (str(one.node("thpt").truth), str(both.node("thpt").truth)) == ("unmet", "met")
        assert (
            str(result.what_if({held("A", ""): True, held("B", "/muc-do-2"): "met"}).result.node("thpt").truth) == "met"
        )

    def test_it_stands_on_the_evidence_date_beside_what_was_recorded(self):
        records = assess_district().what_if({held("B", "/muc-do-2"): "met"}).result.dossier.held
        assert [(one.member.id, one.grade, str(one.until)) for one in records] == [
            ("A", "muc-do-1", "2024-06-29"),
            ("B", "muc-do-2", "2024-06-30"),
        ]

    def test_it_is_told_in_words(self):
        text = " ".join(assess_district().what_if({held("A"): "met"}).to_text("en").split())
        assert "A: Award “School of the national standard, Degree 1” held" in text

    @pytest.mark.parametrize(
        ("key", "value", "code"),
        [
            (held("A"), "unmet", "KD104"),
            (held("A"), None, "KD104"),
            (held("C"), "met", "KD325"),
            (held("A", "/muc-do-9"), "met", "KD331"),
            ("held:org.example:none@school/A", "met", "KD326"),
        ],
    )
    def test_what_cannot_be_supposed(self, key, value, code):
        with pytest.raises(kd.InputError) as caught:
            assess_district().what_if({key: value})
        assert [(one.code, one.path) for one in caught.value.diagnostics] == [(code, key)]
