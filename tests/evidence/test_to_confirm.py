"""A finding that was carried over is unknown, *to confirm*, with its origin, and holds its place as *unknown* does."""

import pytest

import kiemdinh as kd
from kiemdinh.evidence.dossier import Reason, ToConfirm, Unknown, pack

FRAMEWORK = "vn.tt57-2026.pho-thong"
DAY = "2027-06-30"
ORIGIN = "vn.tt18-2018 1.1: muc-2 (2026-05-30)"


def read(finding):
    return kd.read_dossier({"date": DAY, "findings": {"1.1": finding}}, FRAMEWORK)


def assess(finding, **findings):
    school = {"stages": ["thcs"]}
    return kd.assess(FRAMEWORK, {"school": school, "findings": {"1.1": finding, **findings}}, on=DAY)


class TestReading:
    @pytest.mark.parametrize("origin", [ORIGIN, [ORIGIN]])
    def test_a_finding_names_its_origin(self, origin):
        (found,) = read({"is": "to-confirm", "from": origin}).findings
        assert found.verdict == ToConfirm((ORIGIN,))
        assert isinstance(found.verdict, Unknown)

    @pytest.mark.parametrize("word", ["to-confirm", "cần xác nhận", "To confirm"])
    def test_the_word_alone_is_enough(self, word):
        assert read(word).findings[0].verdict == ToConfirm()

    def test_once_confirmed_the_origin_may_stay_and_says_no_more(self):
        assert read({"is": "muc-2", "from": ORIGIN}).findings == read({"is": "muc-2"}).findings

    def test_the_origin_is_content_of_the_dossier(self):
        origins = [[ORIGIN], [ORIGIN, "x"], []]
        digests = {read({"is": "to-confirm", "from": origin}).digest for origin in origins}
        assert len({*digests, read("unknown").digest}) == 4

    def test_it_is_kept_in_small_and_comes_back(self):
        dossier = read({"is": "to-confirm", "from": [ORIGIN, "x"]})
        assert pack(dossier).unpack() == dossier

    def test_it_is_not_offered_to_who_writes_a_wrong_word(self):
        with pytest.raises(kd.InputError) as error:
            read("muc-9")
        assert "to-confirm" not in str(error.value)


class TestReasons:
    """3.6 Reasons of unknown are data: ... *to confirm* (carried over from another framework)."""

    def test_a_claim_is_unknown_to_confirm(self):
        assert assess("to-confirm").node("1.1").reasons == (Reason.TO_CONFIRM.value,)

    def test_a_requirement_is_unknown_to_confirm(self):
        result = kd.assess(FRAMEWORK, {"findings": {"1.1/muc-1/a": "to-confirm"}}, on=DAY)
        assert result.node("1.1/muc-1/a").reasons == (Reason.TO_CONFIRM.value,)

    def test_it_is_said_in_both_languages(self):
        text = assess("to-confirm")
        assert "to be confirmed" in text.to_text("en", full=True)
        assert "cần xác nhận" in text.to_text("vi", full=True)

    def test_an_external_finding_prevails(self):
        dossier = {"findings": {"1.1": "to-confirm"}, "external": {"1.1": "muc-2"}}
        assert kd.assess(FRAMEWORK, dossier, on=DAY).node("1.1").guaranteed.id == "muc-2"

    @pytest.mark.parametrize("word", ["to-confirm", "unknown"])
    def test_dossiers_of_one_outline_are_told_the_same_when_their_rules_are_compiled(self, word):
        results = [assess(word, **{"1.2": level}) for level in ("muc-1", "muc-2") * 6]
        assert {result.node("1.1").reasons for result in results} == {results[0].node("1.1").reasons}

    def test_a_table_of_words_takes_the_word(self, tmp_path):
        file = tmp_path / "schools.csv"
        file.write_text("school,1.1,1.2\na,to-confirm,muc-1\nb,unknown,muc-2\nc,,muc-1\n", encoding="utf-8")
        batch = kd.assess_many(FRAMEWORK, file, on=DAY)
        one = [batch.school(name).node("1.1").reasons for name in "abc"]
        assert one == [("to confirm",), ("recorded unknown",), ("not assessed",)]
