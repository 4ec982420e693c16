"""5.8: under a negation "what must change" means what must cease to hold. It is told apart from what is to improve."""

import pytest

import kiemdinh as kd

ON = "2027-06-30"
SCHEME = """
kiemdinh: 1
framework: org.example.labels
source: {document: By-law 3}
subject: {kind: school}
inputs:
  late: {type: yes_no, given: true, vi: Thành lập sau 2020, en: Founded after 2020}
  area: {type: choice, choices: [{id: hills}, {id: plain}], vi: Vùng, en: Area}
sets: {one: {among: criterion, ids: ["1"]}, two: {among: criterion, ids: ["2"]}}
layers: [{id: criterion, vi: Tiêu chí, en: Criterion, verdict: met}]
tree: [{id: "1", vi: Bạo lực, en: Violence}, {id: "2", vi: Thư viện, en: Library}]
outcomes:
  - id: mark
    vi: Nhãn
    en: Mark
    cases:
      - {id: open, vi: Mở, en: Open, if: {all: [{not: {every: one, that: met}}, {every: two, that: met}]}}
      - {id: closed, vi: Đóng, en: Closed, if: {every: one, that: met}}
      - {id: early, vi: Sớm, en: Early, if: {not: {value: late, is: true}}}
      - {id: hilly, vi: Núi, en: Hilly, if: {all: [{value: area, is: hills}, {every: two, that: met}]}}
    otherwise: {id: other, vi: Khác, en: Other}
"""
BOTH_MET = {"findings": {"1": "met", "2": "met"}, "inputs": {"late": True}}
TITLES = {"en": ("Must no longer hold", "Improve", "To improve"), "vi": ("Cần chấm dứt", "Cải thiện", "Cần cải thiện")}


def assess(given=None):
    return kd.assess(kd.load(text=SCHEME), given or {"findings": {"1": "met"}}, on=ON)


def explain(target, given=None, lang="en", **more):
    return assess(given).explain(target).to_text(lang, **more)


class TestWhatMustCease:
    def test_an_entry_of_a_list_says_that_it_must_cease(self):
        explanation = assess({"findings": {"1": "met", "2": "unmet"}}).explain("open")
        assert [(todo.id, todo.holds) for todo in explanation.target.improve] == [("1", False), ("2", True)]
        assert [entry["holds"] for entry in explanation.to_dict()["target"]["improve"]] == [False, True]

    @pytest.mark.parametrize("lang", TITLES)
    def test_the_lists_keep_it_apart(self, lang):
        cease, _, improve = TITLES[lang]
        names = {"en": ("1 Violence", "2 Library"), "vi": ("1 Bạo lực", "2 Thư viện")}[lang]
        lines = [
            line.strip(" •") for line in explain("open", {"findings": {"1": "met", "2": "unmet"}}, lang).splitlines()
        ]
        assert lines[lines.index(cease) + 1].startswith(names[0])
        assert lines[lines.index(improve) + 1].startswith(names[1])

    @pytest.mark.parametrize("lang", TITLES)
    def test_a_repair_says_it_in_place_of_improve(self, lang):
        cease, improve, _ = TITLES[lang]
        text = assess({"findings": {"1": "met", "2": "met"}}).repairs("open").to_text(lang)
        assert f"{cease}: 1 " in text
        assert improve not in text

    @pytest.mark.parametrize("lang", TITLES)
    def test_the_first_steps_of_a_result_say_it(self, lang):
        cease, improve, _ = TITLES[lang]
        text = kd.assess(kd.load(text=SCHEME), {"findings": {"1": "met", "2": "met"}}, on=ON, target="open").to_text(
            lang
        )
        assert f"{cease}: 1 " in text
        assert f"{improve}: 1 " not in text


class TestOutOfReach:
    """What nothing leads to gives no tasks; what blocks it is told instead."""

    @pytest.mark.parametrize("lang", TITLES)
    def test_a_label_whose_conditions_exclude_one_another(self, lang):
        framework = SCHEME.replace(
            "{value: area, is: hills}, {every: two, that: met}",
            "{every: one, that: met}, {not: {every: one, that: met}}",
        )
        explanation = kd.assess(kd.load(text=framework), BOTH_MET, on=ON).explain("hilly")
        text = explanation.to_text(lang)
        assert not explanation.classes.reachable
        assert not any(title in text for title in TITLES[lang][1:])
        assert {"en": "What blocks “Hilly”", "vi": "Còn thiếu gì để có kết quả “Núi”"}[lang] in text
        assert {"en": "must no longer hold – holds now", "vi": "cần chấm dứt – hiện đang như vậy"}[lang] in text

    def test_where_a_decision_or_an_answer_comes_first_the_tasks_stay(self):
        text = explain("early", BOTH_MET)
        assert "Founded after 2020: now: yes; no is needed" in text
        assert "To be decided by an authority" in text

    def test_what_is_to_be_settled_first_goes_by_its_name(self):
        # In the hills, a school with a library is "hilly" and not "plain".
        plain = "    otherwise"
        framework = SCHEME.replace(plain, f"      - {{id: plain, if: {{every: two, that: met}}}}\n{plain}")
        given = {"findings": {"1": "unmet", "2": "unmet"}, "inputs": {"late": True}}
        framework = framework.replace(
            "{not: {every: one, that: met}}, {every: two", "{every: one, that: met}, {every: two"
        )
        repairs = kd.assess(kd.load(text=framework), given, on=ON).repairs("plain")
        assert repairs.settle_first == ("input:area",)
        assert "First settle: Area." in repairs.to_text("en")


@pytest.mark.parametrize(
    ("condition", "now", "said"),
    [
        ("{not: {value: rank, at_least: fair}}", "good", "now: “good”; “poor” is needed"),
        ("{not: {value: rank, at_most: fair}}", "poor", "now: “poor”; “good” is needed"),
        ("{value: rank, below: good}", "good", "now: “good”; below “good” needed"),
        ("{value: rank, at_least: good}", "poor", "now: “poor”; “good” is needed"),
        ("{value: rank, at_least: fair}", "poor", "now: “poor”; “fair” or higher needed"),
    ],
)
def test_a_bound_that_leaves_one_word_of_a_scale_names_it(condition, now, said):
    framework = f"""
kiemdinh: 1
framework: org.example.rank
source: {{document: d}}
subject: {{kind: school}}
scales: {{rank: {{steps: [{{id: poor}}, {{id: fair}}, {{id: good}}]}}}}
inputs: {{rank: {{type: scale, scale: rank, given: true, en: Rank}}}}
layers: [{{id: c, verdict: met}}]
tree: [{{id: "1"}}]
outcomes: [{{id: o, cases: [{{id: yes, if: {{all: [{condition}, {{every: c, that: met}}]}}}}], otherwise: {{id: no}}}}]
"""
    result = kd.assess(kd.load(text=framework), {"findings": {"1": "unmet"}, "inputs": {"rank": now}}, on=ON)
    assert said in result.explain("yes").to_text("en")
