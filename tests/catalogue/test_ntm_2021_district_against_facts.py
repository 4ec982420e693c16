"""`vn.ntm-2021.huyen` against the rules of upper secondary schools, centres and communes, written by hand."""

import datetime as dt
from fractions import Fraction

import pytest

import kiemdinh as kd
from kiemdinh.rules import MET, UNKNOWN, UNMET

DEGREE, CENTRE = "vn.tt18-2018/chuan-quoc-gia", "vn.gdtx/kiem-dinh"
COMMUNE = "vn.ntm-2021.xa/xa-ntm"
ADOPTED = """
kiemdinh: 1
adopts: vn.ntm-2021.huyen
framework: org.example.huyen
parameters: {communes_asked: 50%}
"""


@pytest.fixture(scope="module")
def framework():
    return kd.load("vn.ntm-2021.huyen")


def hold(award, member, **others):
    return {"award": award, "member": member, "signed": "2023-01-15", "until": "2028-01-14"} | others


def district(*, schools=(None,), centres=(None,), communes=1, recognised=0, revoked=0, complete=True):
    """A district: the degree that each upper secondary school holds, the level of each centre, and its communes."""
    of_schools = [(f"T{i}", "thpt", grade) for i, grade in enumerate(schools)]
    of_centres = [(f"G{i}", "gdnn-gdtx", grade) for i, grade in enumerate(centres)]
    awards = {"thpt": DEGREE, "gdnn-gdtx": CENTRE}
    held = [hold(awards[kind], name, grade=grade) for name, kind, grade in of_schools + of_centres if grade]
    held += [hold(COMMUNE, f"X{i}") for i in range(recognised)]
    held += [hold(COMMUNE, f"X{recognised + i}", ended="2024-01-01") for i in range(revoked)]
    members = {
        "school": [{"id": name, "school_type": kind} for name, kind, _ in of_schools + of_centres],
        "commune": [{"id": f"X{i}"} for i in range(communes)],
    }
    return {"complete": ["school", "commune", "held"] if complete else ["held"], "register": members, "held": held}


def truth(framework, node, on="2024-06-30", **given):
    return kd.assess(framework, district(**given), on=on).node(node).truth


class TestSchools:
    @pytest.mark.parametrize("schools", range(7))
    def test_60_percent_hold_degree_1_or_higher(self, framework, schools):
        """The law does not say what holds of a district without an upper secondary school."""
        for holding in range(schools + 1):
            grades = [("muc-do-1", "muc-do-2")[i % 2] if i < holding else None for i in range(schools)]
            by_hand = UNKNOWN if not schools else MET if Fraction(holding, schools) >= Fraction(3, 5) else UNMET
            assert truth(framework, "thpt", schools=grades) is by_hand, (holding, schools)

    @pytest.mark.parametrize(
        ("centres", "expected"),
        [
            ((), UNKNOWN), ((None,), UNMET), (("cap-do-1",), MET), (("cap-do-2",), MET),
            (("cap-do-1", None), UNMET), (("cap-do-1", "cap-do-2"), MET),
        ],
    )  # fmt: skip
    def test_each_centre_is_accredited_at_level_1(self, framework, centres, expected):
        assert truth(framework, "trung-tam", centres=centres) is expected

    def test_a_degree_that_has_ended_counts_no_more(self, framework):
        assert truth(framework, "thpt", schools=["muc-do-1"], on="2028-01-14") is MET
        assert truth(framework, "thpt", schools=["muc-do-1"], on="2028-01-15") is UNMET

    def test_without_a_complete_register_nothing_is_certain(self, framework):
        assert truth(framework, "thpt", schools=["muc-do-1"], complete=False) is UNKNOWN


class TestCommunes:
    """Their awards are read from recorded decisions alone."""

    @pytest.mark.parametrize(("recognised", "expected"), [(0, UNKNOWN), (2, UNKNOWN), (4, MET)])
    def test_the_share_that_is_asked_is_not_known(self, framework, recognised, expected):
        """All communes are enough, whatever is asked for; of fewer nothing can be said."""
        assert truth(framework, "xa", communes=4, recognised=recognised) is expected

    @pytest.mark.parametrize(("recognised", "expected"), [(1, UNMET), (2, MET)])
    def test_a_file_that_adopts_it_sets_the_share(self, recognised, expected):
        assert truth(kd.load(text=ADOPTED), "xa", communes=4, recognised=recognised) is expected

    @pytest.mark.parametrize("communes", [1, 3, 4, 10])
    def test_30_percent_of_communes_revoked_are_a_ground(self, framework, communes):
        for revoked in range(communes + 1):
            given = district(communes=communes, recognised=communes - revoked, revoked=revoked)
            label = kd.assess(framework, given, on="2024-06-30").outcomes[1].outcome.id
            is_ground = Fraction(revoked, communes) >= Fraction(3, 10)
            assert label == ("co-can-cu" if is_ground else "khong-tu-cac-xa"), revoked


class TestExtract:
    def test_no_award_is_computed(self, framework):
        assert framework.awards == ()

    def test_the_titles_say_it(self, framework):
        assert "trích" in framework.title("vi")
        assert "extract" in framework.title("en")

    def test_an_award_that_is_in_records_only_is_no_mistake(self, framework):
        """Nothing is noticed of an award of a commune, though the framework of communes computes none."""
        given = district(schools=["muc-do-1"], centres=["cap-do-1"], recognised=1)
        assert kd.assess(framework, given, on="2024-06-30").warnings == ()

    def test_it_ends_with_the_districts(self, framework):
        """30 June 2025 is their last day."""
        assert framework.definition.source.until == dt.date(2025, 7, 1)
        codes = {
            on: [w.code for w in kd.assess(framework, district(), on=on).warnings]
            for on in ("2025-06-30", "2025-07-01")
        }
        assert codes == {"2025-06-30": [], "2025-07-01": ["KD401"]}
