"""Codes of evidence in a dossier: however they are spelled, the item that they name is found, or nothing is guessed."""

import pytest

import kiemdinh as kd

FW = "vn.tt57-2026.pho-thong"
OLD = "vn.tt18-2018"
ON = "2027-06-30"


def read(index, by, framework=FW, **more):
    record = {"reaches": "muc-1", "by": by} if framework == FW else {"is": "met", "by": by}
    node = "1.1" if framework == FW else "1.1/muc-1/a"
    return kd.read_dossier({"date": ON, "evidence": index, "findings": {node: record}, **more}, framework)


def cited(dossier):
    return dossier.findings[0].evidence_codes


INDEX = {"MC.1.1.01": "a", "MC.1.1.02": "b", "MC.1.1.11": "c"}


class TestSpellings:
    """3.1 Brackets and spaces around a code are no part of it. Codes are compared after normalising."""

    @pytest.mark.parametrize(
        "by",
        [
            "[H1-1.1-01]",
            "H1-1.1-01",
            ["H1-1.1-01"],
            [["H1-1.1-01"]],
            " H1-1.1-01 ",
            "H1-1.1-01\u00a0",
            "\u200bH1-1.1-01\ufeff",
            "H1\u20131.1\u201301",
            "H1\u22121.1\u201001",
            "h1-1.1-01",
            "( H1 - 1.1 - 01 )",
            "[H1-1.1-01",
            "\uff28\uff11-1.1-01",
        ],
    )
    @pytest.mark.parametrize("code", ["[H1-1.1-01]", "H1-1.1-01", "h1 - 1.1 - 01"])
    def test_one_code(self, code, by):
        dossier = read({code: "Plan"}, by, OLD)
        assert list(dossier.evidence) == ["H1-1.1-01"]
        assert cited(dossier) == ("H1-1.1-01",)
        assert dossier.warnings == ()

    def test_without_a_pattern_letter_case_counts_where_two_items_differ_in_it(self):
        framework = kd.load(
            {
                "kiemdinh": 1, "framework": "o.t", "source": {"document": "x"}, "subject": {"kind": "s"},
                "layers": [{"id": "c", "verdict": "met"}], "tree": [{"id": "1"}],
                "outcomes": [{"id": "o", "cases": [{"id": "good", "if": {"every": "c", "that": "met"}}],
                              "otherwise": {"id": "poor"}}],
            }
        )  # fmt: skip

        def codes(index, by):
            found = kd.read_dossier(
                {"date": ON, "evidence": index, "findings": {"1": {"is": "met", "by": by}}}, framework
            )
            return cited(found), [w.code for w in found.warnings if w.code == "KD320"]

        assert codes({"QD 1": "t"}, "qd1") == (("QD 1",), [])
        assert codes({"QD 1": "t", "qd 1": "t"}, "qd 1") == (("qd 1",), [])
        assert codes({"QD 1": "t", "qd 1": "t"}, "Qd 1") == (("Qd 1",), ["KD320"])

    def test_digests_take_the_normalised_form(self):
        one = read({"[H1-1.1-01]": "Plan"}, "h1\u20131.1\u201301", OLD)
        assert one.digest == read({"H1-1.1-01": "Plan"}, ["H1-1.1-01"], OLD).digest

    def test_a_code_of_brackets_alone_is_refused_in_an_index(self):
        with pytest.raises(kd.InputError, match="KD103"):
            read({"[ ]": "Plan"}, None)

    def test_brackets_alone_cite_nothing(self):
        assert cited(read({"MC.1.1.01": "Plan"}, "[]")) == ()


class TestLists:
    """3.2 A **finding** gives the evidence codes it rests on."""

    @pytest.mark.parametrize(
        "by",
        [
            "MC.1.1.01; MC.1.1.02",
            "[MC.1.1.01];[MC.1.1.02]",
            "[MC.1.1.01; MC.1.1.02]",
            "[MC.1.1.01][MC.1.1.02]",
            "MC.1.1.01, MC.1.1.02",
            "MC.1.1.01 MC.1.1.02",
            "MC.1.1.01 và MC.1.1.02",
            "MC.1.1.01 and [MC.1.1.02]",
            "MC.1.1.01\nMC.1.1.02",
            "MC.1.1.01;;MC.1.1.02;",
            ["MC.1.1.01; MC.1.1.02", "mc.1.1.01"],
        ],
    )
    @pytest.mark.parametrize("index", [INDEX, None])
    def test_several_codes_in_one_text(self, index, by):
        assert cited(read(index, by)) == ("MC.1.1.01", "MC.1.1.02")

    def test_codes_of_an_index_in_brackets_as_yaml_reads_them(self):
        text = "date: 2027-06-30\nevidence:\n  - {code: [H1-1.1-01], title: Plan}\n"
        assert list(kd.read_dossier(text, OLD).evidence) == ["H1-1.1-01"]
        with pytest.raises(kd.InputError, match="KD103"):
            kd.read_dossier("date: 2027-06-30\nevidence:\n  - {code: [A, B]}\n", OLD)
        with pytest.raises(kd.InputError, match="in quotes"):
            kd.read_dossier("date: 2027-06-30\nevidence:\n  [H1-1.1-01]: Plan\n", OLD)

    def test_a_code_of_the_index_is_never_split(self):
        dossier = read({"A; B": "one", "A": "other"}, "A; B")
        assert cited(dossier) == ("A; B",)

    def test_a_comma_that_belongs_to_an_unknown_code_stays(self):
        dossier = read(INDEX, "QĐ 12, khóa 3")
        assert cited(dossier) == ("QĐ 12, khóa 3",)
        assert [w.code for w in dossier.warnings if w.code == "KD320"] == ["KD320"]


class TestHints:
    """3.3 A cited code that is not in the index supports nothing and is a warning."""

    @pytest.mark.parametrize(
        ("by", "near"),
        [
            ("MC1.1.01", "MC.1.1.01"),
            ("MC-1-1-01", "MC.1.1.01"),
            ("MC.1.1.1", "MC.1.1.01"),
            ("MC.1.1.001.", "MC.1.1.01"),
            ("MC.1.1.20", None),
            ("MC.1.1.10", None),
            ("MN.1.1.01", None),
            ("MC.11.01", None),
        ],
    )
    def test_the_nearest_code_is_named_where_it_is_the_same(self, by, near):
        (warning,) = [w for w in read(INDEX, by).warnings if w.code == "KD320"]
        assert warning.hint == (None if near is None else f"did you mean '{near}'?")
        if near is not None:
            assert not [w for w in read(INDEX, near).warnings if w.code == "KD320"]

    def test_two_that_are_equally_near_are_no_hint(self):
        (warning,) = [w for w in read({"MC 1.11": "a", "MC-1.11": "b"}, "MC.1.11").warnings if w.code == "KD320"]
        assert warning.hint is None


class TestOtherCodes:
    """3.1 It may have other codes (`also`). All codes are unique together."""

    def test_another_code_names_the_item(self):
        index = {"MC.1.1.01": {"title": "Plan", "also": "[H1-1.1-01]; QĐ 15"}}
        dossier = read(index, ["h1-1.1-01", "QĐ15"])
        assert dossier.evidence["MC.1.1.01"].also == ("H1-1.1-01", "QĐ 15")
        assert cited(dossier) == ("MC.1.1.01",)
        assert dossier.warnings == ()

    @pytest.mark.parametrize(
        "index",
        [
            {"MC.1.1.01": "a", "MC.1.1.02": {"also": ["MC.1.1.01"]}},
            {"MC.1.1.01": {"also": "X"}, "MC.1.1.02": {"also": "X"}},
            {"MC.1.1.01": "a", "mc.1.1.01": "b"},
            [{"code": "[MC.1.1.01]"}, {"code": "MC.1.1.01"}],
        ],
    )
    def test_all_are_unique_together(self, index):
        with pytest.raises(kd.InputError) as caught:
            read(index, None)
        assert [d.code for d in caught.value.diagnostics] == ["KD318"]

    def test_a_code_that_an_item_has_twice_is_one(self):
        assert read({"MC.1.1.01": {"also": ["mc.1.1.01"]}}, "MC.1.1.01").evidence["MC.1.1.01"].also == ()

    def test_off_the_pattern_warns_only_where_none_of_the_codes_fits(self):
        assert read({"X 1": {"also": "MC.1.1.01"}}, "X 1").warnings == ()
        assert [w.code for w in read({"X 1": {"also": "X 2"}}, "X 1").warnings] == ["KD319"]
