"""Which language a result speaks, and what it calls what is assessed: both come from the definition."""

import re
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.evidence.writing import blank_dossier
from kiemdinh.narration.drawings import draw_flowchart
from kiemdinh.narration.layout import render_text
from kiemdinh.narration.pages import framework_list, framework_page

DEFINITION = {
    "kiemdinh": 1,
    "framework": "example.lab",
    "source": {"document": "Rule 1"},
    "subject": {"kind": "laboratory"},
    "layers": [{"id": "criterion", "verdict": "met"}],
    "inputs": {"benches": {"type": "number", "range": {"from": 0}}},
    "tree": [{"id": "1", "met_if": {"value": "benches", "at_least": 3}}, {"id": "2"}],
    "outcomes": [
        {
            "id": "result",
            "cases": [{"id": "good", "if": {"every": "criterion", "that": "met"}}],
            "otherwise": {"id": "poor"},
        }
    ],
}
DOSSIER = {"findings": {"2": "unmet"}}
SCHOOL = re.compile(r"\b(school|trường(?! hợp))\b", re.IGNORECASE)


def load(**more):
    return kd.load(DEFINITION | more)


def speak(framework, lang=None):
    """Everything that is said of a dossier, in one text."""
    result = kd.assess(framework, DOSSIER, on="2027-06-30")
    explanation = result.explain(target="good")
    texts = [one.to_text(lang) for one in (result, explanation, result.repairs("good"), result.what_if({"2": "met"}))]
    texts += [one.to_markdown(lang) for one in (result, explanation)]
    return "\n".join([*texts, explanation.to_svg(lang), blank_dossier(framework, lang=lang)])


class TestLanguage:
    """Without a language results speak Vietnamese where the definition has it, else English."""

    def test_in_vietnamese_where_the_definition_has_both(self):
        framework = load(vi="Phòng thí nghiệm tốt", en="Good laboratory")
        assert framework.language == "vi"
        assert speak(framework) == speak(framework, "vi") != speak(framework, "en")

    def test_in_english_where_the_definition_has_english_alone(self):
        framework = load(en="Good laboratory")
        assert framework.language == "en"
        assert speak(framework) == speak(framework, "en")
        assert "Result" in speak(framework)

    def test_in_english_where_the_definition_has_another_language_alone(self):
        assert load(text={"fr": "Bon laboratoire"}).language == "en"

    def test_of_a_definition_without_a_title_its_texts_decide(self):
        assert load().language == "en"
        layers = [{"id": "criterion", "verdict": "met", "vi": "Tiêu chí"}]
        assert load(layers=layers).language == "vi"
        tree = [DEFINITION["tree"][0], {"id": "2", "vi": "Sạch"}]
        assert load(tree=tree).language == "vi"

    @pytest.mark.parametrize("locale", ["fr_FR.UTF-8", "en_US.UTF-8", "vi_VN.UTF-8", "C"])
    def test_the_machine_does_not_matter(self, locale, monkeypatch):
        framework = load(vi="Phòng thí nghiệm tốt", en="Good laboratory")
        expected = speak(framework)
        for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.setenv(name, locale)
        assert speak(framework) == expected

    def test_a_framework_is_shown_in_it_too(self):
        framework = load(en="Good laboratory")
        for page in (framework_page, framework_list):
            assert render_text(page(framework)) == render_text(page(framework, "en"))
        assert draw_flowchart(framework) == draw_flowchart(framework, "en")

    @pytest.mark.parametrize("entry", kd.catalogue(), ids=lambda entry: entry.id)
    def test_every_bundled_framework_speaks_vietnamese(self, entry):
        assert entry.load().language == "vi"

    def test_another_language_is_refused(self):
        result = kd.assess(load(), DOSSIER, on="2027-06-30")
        with pytest.raises(kd.InputError, match="KD334"):
            result.to_text("fr")


class TestSubject:
    """What is assessed is called by the word of the definition."""

    def test_a_usual_kind_needs_no_word(self):
        assert "laboratory without a name" in speak(load(en="Good laboratory")).lower()
        assert "phòng thí nghiệm chưa ghi tên" in speak(load(vi="Tốt")).lower()

    def test_the_word_of_the_definition(self):
        framework = load(subject={"kind": "study-programme", "vi": "ngành đào tạo", "en": "degree programme"})
        assert speak(framework, "en").startswith("Degree programme without a name\n")
        assert speak(framework, "vi").startswith("Ngành đào tạo chưa ghi tên\n")

    def test_a_kind_that_nobody_knows(self):
        framework = load(subject={"kind": "fire-station"})
        assert speak(framework, "en").startswith("Fire station without a name\n")
        assert speak(framework, "vi").startswith("Đơn vị được đánh giá chưa ghi tên\n")

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_nothing_else_is_called_a_school(self, lang):
        said = [line for line in speak(load(), lang).splitlines() if "school:" not in line]  # a key of every dossier
        assert [line for line in said if SCHOOL.search(line)] == []

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_in_problems_neither(self, lang):
        dossier = {"school": {"stages": ["a"]}, "stages": {"b": {"findings": {"1": "met"}}}}
        with pytest.raises(kd.InputError) as caught:
            kd.assess(load(), dossier, on="2027-06-30")
        assert SCHOOL.search(caught.value.to_text(lang).replace("school:", "")) is None

    def test_a_school_is_a_school(self):
        assert speak(load(subject={"kind": "school"}), "en").startswith("School without a name\n")
        assert speak(load(subject={"kind": "school"}), "vi").startswith("Trường chưa ghi tên\n")


OF_SCHOOLS = ('msgid "office.', 'msgid "report.')
"""What the texts of the results of an office, and of the forms of a circular about schools, begin with."""


class TestMessagesOfTheCatalogue:
    def test_no_text_of_results_says_school(self):
        """Every text must fit a programme: the word for what is assessed is filled in."""
        folder = Path(kd.__file__).parent / "narration" / "messages"
        said = {}
        for lang in ("vi", "en"):
            for entry in (folder / f"{lang}.po").read_text("utf-8").split("\n\n"):
                key, _, text = entry.partition("\nmsgstr")
                if any(start in key for start in OF_SCHOOLS):
                    continue
                if SCHOOL.search(text.replace("school year", "")):
                    said[key.splitlines()[-1], lang] = text
        assert said == {}


class TestNoticedWhileReading:
    """What reading a dossier warns of stands in the result, and is said in the language of the page."""

    def test_in_both_languages_and_after_json(self):
        dossier = {"evidence": {"A": "x"}, "findings": {"2": {"is": "met", "by": "B"}}}
        result = kd.assess(load(vi="Tốt", en="Good"), dossier, on="2027-06-30")
        again = kd.Assessment.from_dict(result.to_dict()).attach(framework=result.framework)
        for one in (result, again):
            said = {lang: " ".join(one.to_text(lang).split()) for lang in ("vi", "en")}
            assert "'B' không có trong danh mục minh chứng nên không được tính là minh chứng (KD320)" in said["vi"]
            assert "'B' is not in the evidence index, so it supports nothing (KD320)" in said["en"]
            assert "evidence index" not in said["vi"]
