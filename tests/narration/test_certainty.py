"""How sure we are of the law stands in every output (semantics 7.2)."""

import pytest

import kiemdinh as kd

SCHOOL = {"findings": {"1.1": "muc-1"}, "school": {"stages": ["thcs"]}}
LINE = {"vi": "Độ chắc chắn của các yêu cầu: ", "en": "How sure we are of the requirements: "}


def flat(text):
    return " ".join(text.split())


def outputs(result):
    level = {f"{node}": "muc-3" for node in ("1.1",)}
    return [result, result.explain(), result.repairs(), result.what_if(level)]


@pytest.fixture(scope="module")
def school():
    return kd.assess("vn.tt18-2018", SCHOOL, on="2024-06-14")


class TestEveryOutput:
    """7.2 A result *rests on* what occurs in the reasons of the level it gives and in what blocks the next; what of
    that is less than confirmed is named once, in its footing. It never fails a school on it in silence."""

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_each_page_says_how_sure(self, school, lang):
        for one in outputs(school):
            assert LINE[lang] in flat(one.to_text(lang))
            assert LINE[lang] in flat(one.to_markdown(lang))

    def test_the_picture_says_it(self, school):
        assert LINE["en"] in school.explain().to_svg("en")

    def test_each_json_says_it(self, school):
        counts = school.certainty
        assert counts["confirmed"] > 0
        assert counts["single_source"] > 0
        for one in outputs(school):
            assert one.to_dict()["certainty"] == dict(counts)

    def test_all_requirements_are_counted(self, school):
        requirements = [info for info in school.framework.nodes.values() if info.is_requirement]
        assert sum(school.certainty.values()) == len(requirements)

    def test_nothing_is_said_where_all_is_confirmed(self):
        result = kd.assess("vn.tt57-2026.pho-thong", {}, on="2027-06-30")
        assert set(result.certainty) - {name for name, n in result.certainty.items() if n == 0} == {"confirmed"}
        assert LINE["vi"] not in flat(result.to_text())


class TestBesideAnArticle:
    def test_a_change_by_a_rule_that_is_inferred(self):
        dossier = {"findings": {"2.1": {"muc-1": {"a": "met", "b": "met", "c": "met"}, "muc-2": {"a": "unmet"}}}}
        repairs = kd.assess("vn.tt18-2018", dossier, on="2024-06-14", target="muc-2").repairs()
        text = flat(repairs.to_text("en", full=True))
        assert "[điểm a khoản 1 Điều 13; inferred]" in text
        assert "[điểm b khoản 1 Điều 13]" in text
