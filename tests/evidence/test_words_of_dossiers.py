"""Words in dossiers as people have them: declared ones in any spelling are read, and a hint is itself accepted."""

import copy
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.dossier import Level, MetOrUnmet
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.rules import MET, UNMET
from kiemdinh.standards.catalogue import load

DEFINITION = {
    "kiemdinh": 1,
    "framework": "org.example.words",
    "source": {"document": "D"},
    "subject": {
        "kind": "school",
        "has": ["stage"],
        "assessed_by": "stage",
        "stages": [
            {"id": "tieu-hoc", "vi": "Tiểu học", "en": "Primary"},
            {"id": "thcs", "vi": "Trung học cơ sở", "en": "Lower secondary"},
        ],
    },
    "scales": {
        "muc": {
            "not_reached": {"id": "khong-dat", "vi": "Không đạt Mức 1", "en": "Below level 1"},
            "steps": [{"id": "muc-1", "vi": "Đạt Mức 1", "en": "Level 1"}, {"id": "muc-2", "vi": "Đạt Mức 2"}],
        }
    },
    "layers": [{"id": "criterion", "verdict": "level", "scale": "muc"}],
    "inputs": {
        "pupils": {"type": "number", "unit": "person", "step": 1, "range": {"from": 0}, "vi": "Số học sinh"},
        "attendance": {"type": "number", "unit": "percent", "range": {"from": 0, "to": 100}, "each": "year"},
        "area": {
            "type": "choice",
            "choices": ["nan", {"id": "dong-bang", "vi": "Đồng bằng"}, {"id": "mien-nui", "vi": "Miền núi"}],
        },
        "kitchen": {"type": "yes_no"},
    },
    "tree": [
        {
            "id": "1.1",
            "layer": "criterion",
            "vi": "Kế hoạch",
            "levels": {"muc-1": [{"id": "a", "vi": "Có kế hoạch"}], "muc-2": [{"id": "a"}]},
        },
        {"id": "1.10", "layer": "criterion", "levels": {"muc-1": [{"id": "a"}], "muc-2": [{"id": "a"}]}},
    ],
    "outcomes": [{"id": "muc", "ladder": "muc", "needs": {
        "muc-1": {"every": "criterion", "that": {"its": "level", "at_least": "muc-1"}},
        "muc-2": {"every": "criterion", "that": {"its": "level", "at_least": "muc-2"}},
    }}],
}  # fmt: skip
FRAMEWORK = load(copy.deepcopy(DEFINITION))
ON = dt.date(2027, 6, 30)


def read(dossier):
    return read_dossier(dossier, FRAMEWORK, default_date=ON)


def refused(dossier):
    with pytest.raises(InputError) as caught:
        read(dossier)
    return caught.value.diagnostics


def finding(key, value):
    (found,) = read({"findings": {key: value}}).findings
    return found.node, found.verdict


class TestFindings:
    """3.2 A **finding** gives the verdict of a requirement or of any node above it"""

    @pytest.mark.parametrize("key", ["1.1", "1.1 ", "\n1.1", "1.1\u00a0", "Kế hoạch", "KẾ HOẠCH", "Kê\u0301 hoạch"])
    @pytest.mark.parametrize(
        "word", ["muc-2", "MUC-2", "Mức 2", "đạt mức 2", " Đạt Mu\u031b\u0301c 2\u00a0", 2, 2.0, "2"]
    )
    def test_a_level_by_id_or_title(self, key, word):
        assert finding(key, word) == ("1.1", Level(2))

    @pytest.mark.parametrize("word", ["khong-dat", "Không đạt", "Không đạt Mức 1", "below level 1"])
    def test_what_lies_below_the_lowest(self, word):
        assert finding("1.1", {"is": word}) == ("1.1", Level(0))

    @pytest.mark.parametrize(
        ("word", "truth"), [("Đạt", MET), ("TRUE", MET), ("met ", MET), ("chưa đạt", UNMET), ("Not met", UNMET)]
    )
    def test_a_requirement(self, word, truth):
        assert finding("1.1/muc-1/a", word) == ("1.1/muc-1/a", MetOrUnmet(truth))

    def test_parts_by_title(self):
        (found,) = read({"findings": {"Kế hoạch": {"Đạt mức 1": {"có kế hoạch": "đạt"}}}}).findings
        assert found.node == "1.1/muc-1/a"

    def test_a_hint_of_the_same_meaning(self):
        (found,) = refused({"findings": {"1.1": "Chưa đạt"}})
        assert found.hint == "write khong-dat"

    def test_two_spellings_of_one_key(self):
        (found,) = refused({"findings": {"1.1": "muc-1", "1.1 ": "muc-2"}})
        assert (found.code, found.path) == ("KD006", "findings['1.1 ']")

    def test_what_is_written_is_not_in_the_digest(self):
        ways = [{"findings": {"1.1": "muc-2"}}, {"findings": {" KẾ HOẠCH": "Mức 2"}}]
        assert len({read(way).digest for way in ways}) == 1


class TestInputs:
    """1.10 An empty cell, null and NaN are absence, never "fails"."""

    @pytest.mark.parametrize("word", ["dong-bang", "Đồng bằng", " ĐỒNG BẰNG ", "Dong bang"])
    def test_a_choice(self, word):
        (found,) = read({"inputs": {"area": word}}).values
        assert found.value == 1

    def test_a_choice_called_nan(self):
        assert [v.value for v in read({"inputs": {"area": "nan"}}).values] == [0]
        assert read({"inputs": {"area": float("nan")}}).values == ()
        assert read({"inputs": {"kitchen": "nan"}}).values == ()

    @pytest.mark.parametrize(("word", "value"), [("Có", 1), ("không", 0), ("YES", 1), (True, 1), ("false ", 0)])
    def test_an_answer(self, word, value):
        assert [v.value for v in read({"inputs": {"kitchen": word}}).values] == [value]

    def test_a_number_by_the_text_of_its_input_and_a_year_with_a_dash(self):
        found = read({"inputs": {"số học sinh": "1.234.567", "attendance": {"2025 – 2026": "97,5%"}}}).values
        assert [(v.id, v.value) for v in found][1][0] == "input:attendance@2025-2026"
        assert found[0].value == 1234567

    @pytest.mark.parametrize(("figure", "code"), [("1.234", "KD106"), (3.5, "KD314"), ("92%", "KD109"), (-1, "KD314")])
    def test_whole_numbers(self, figure, code):
        (found,) = refused({"inputs": {"pupils": figure}})
        assert found.code == code

    def test_a_share_that_can_be_two(self):
        (found,) = refused({"inputs": {"attendance": {"2025-2026": 0.962}}})
        assert (found.code, found.hint) == ("KD109", "write 0.962% or 96.2%")


class TestStages:
    """2.6 Where a definition declares parts (stages), a school with several is assessed part by part"""

    @pytest.mark.parametrize("word", ["thcs", "THCS", "Trung học cơ sở", " lower secondary "])
    def test_by_id_or_title(self, word):
        dossier = read({"school": {"stages": [word, "tieu-hoc"]}, "findings": {f"{word}/1.1": "muc-1"}})
        assert dossier.school.stages == ("thcs", "tieu-hoc")
        assert dossier.findings[0].stage == "thcs"

    @pytest.mark.parametrize("word", ["xyz", "thpt", "thcs, thpt"])
    def test_a_stage_that_is_not_declared(self, word):
        found = refused({"school": {"stages": [word]}})
        assert [d.code for d in found] == ["KD304"]

    def test_several_in_one_text(self):
        (found,) = refused({"school": {"stages": "tieu-hoc, THCS"}})
        assert found.hint == "write [tieu-hoc, thcs]"

    def test_one_stage_twice(self):
        (found,) = refused({"school": {"stages": ["thcs", "Trung học cơ sở"]}})
        assert found.code == "KD201"


SLIPS = st.sampled_from(["muc-2", "Đạt Mức 2", "khong-dat", "dong-bang", "Miền núi", "1.1", "1.10", "pupils", "thcs",
                         "attendance", "met", "unknown", "Chưa đạt", "2", "Trung học cơ sở"])  # fmt: skip


@st.composite
def misspelt(draw):
    word = list(draw(SLIPS))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(word) - 1)) if word else 0
        edit = draw(st.sampled_from(["drop", "double", "swap", "other", "space"]))
        if edit == "drop" and word:
            del word[at]
        elif edit == "double" and word:
            word.insert(at, word[at])
        elif edit == "swap" and at + 1 < len(word):
            word[at], word[at + 1] = word[at + 1], word[at]
        else:
            word.insert(at, " " if edit == "space" else draw(st.sampled_from("amnđ13 .-")))
    return "".join(word)


PLACES = {
    "finding": lambda word: {"findings": {"1.1": word}},
    "requirement": lambda word: {"findings": {"1.1/muc-1/a": word}},
    "node": lambda word: {"findings": {word: "muc-1"}},
    "choice": lambda word: {"inputs": {"area": word}},
    "input": lambda word: {"inputs": {word: 12}},
    "answer": lambda word: {"inputs": {"kitchen": word}},
    "stage": lambda word: {"school": {"stages": [word]}},
}


def problems_of(dossier):
    try:
        read(dossier)
    except InputError as error:
        return error.diagnostics
    return ()


@given(st.sampled_from(sorted(PLACES)), misspelt())
def test_every_hint_that_is_taken_is_accepted(place, word):
    found = problems_of(PLACES[place](word))
    for hint in (d.hint for d in found if d.hint and d.hint.startswith(("did you mean '", "write "))):
        taken = hint.removeprefix("write ").removeprefix("did you mean '").removesuffix("'?")
        # A key may be right and its value not: then the problem is another one.
        assert {d.code for d in problems_of(PLACES[place](taken))}.isdisjoint({d.code for d in found})
