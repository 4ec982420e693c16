"""Rules in words: every form of the language, in both languages, and a framework shown whole."""

from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.narration.drawings import draw_flowchart
from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import render_text
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages import framework_page
from kiemdinh.narration.sentences import RuleSentences
from snapshots import check_snapshot

SNAPSHOTS = Path(__file__).parent / "snapshots"
DEFINITIONS = sorted((Path(__file__).parents[1] / "data" / "definitions").glob("[!r]*.yaml"))

FORMS = """
kiemdinh: 1
framework: org.example.forms
source: {document: By-law 1}
subject: {kind: school, has: [stage]}
school_year: {begins: 09-01}
scales:
  muc: {steps: [{id: muc-1, vi: Mức 1, en: Level 1}, {id: muc-2, vi: Mức 2, en: Level 2}]}
  five: {from: 1, to: 5}
inputs:
  open: {type: yes_no, vi: Trường mở cửa, en: The school is open}
  area: {type: choice, choices: [{id: urban, vi: thành thị, en: urban}, rural], vi: Vùng, en: Area}
  founded: {type: date, vi: Ngày thành lập, en: Founded}
  land: {type: number, unit: m2, vi: Đất, en: Land}
  pupils: {type: number, range: {from: 1}, unit: pupils, vi: Học sinh, en: Pupils}
  good: {type: number, unit: percent, each: year, vi: Khá giỏi, en: Good results}
layers:
  - {id: criterion, vi: Tiêu chí, en: Criterion, verdict: level, scale: muc}
  - {id: area_rated, vi: Lĩnh vực, en: Field, verdict: rating, scale: five}
  - {id: credit, vi: Tín chỉ, en: Credit, verdict: points}
  - {id: clause, vi: Khoản, en: Clause, verdict: met}
tags: {key: {vi: chính, en: key}, safe: {vi: an toàn, en: safety}}
sets:
  key: {among: criterion, tagged: key, if_empty: met}
  plain: {among: criterion, untagged: key}
  both: {among: criterion, tagged: [key, safe], if_empty: met}
  neither: {among: criterion, untagged: [key, safe]}
  some: {among: criterion, ids: ["1"]}
  most: {among: criterion, except: ["1"]}
  years: {among: year, last: 5, if_empty: unmet}
  running: {among: year, last: 2, running: true}
  named: {among: year, last: 3, vi: năm trong ba năm qua, en: the three years}
  good_years: {among: year, last: 3, where: {value: good, at_least: 50%}, if_empty: met}
define:
  total: {sum: credit, of: {its: points}}
  is_open: {value: open, is: true}
  busy: {value: pupils, at_least: 40, vi: Trường đông, en: The school is busy}
  ground: {value: land, vi: Đất ở, en: Ground}
tree:
  - {id: "1", layer: criterion, levels: {muc-1: [{id: a}], muc-2: [{id: a}]}}
  - {id: "2", layer: criterion, levels: {muc-1: [{id: a}], muc-2: [{id: a}]}}
  - {id: r, layer: area_rated}
  - {id: p, layer: credit, points: 10}
  - {id: c, layer: clause, when: is_open}
outcomes:
  - id: muc
    vi: Mức
    en: Level
    ladder: muc
    needs:
      muc-1: {every: plain, that: {its: level, at_least: muc-1}}
      muc-2: {every: criterion, that: {its: level, at_least: muc-2}}
awards:
  - {id: flag, vi: Cờ, en: Flag, needs: {outcome: muc, at_least: muc-1}}
  - {id: asked, needs: RULE}
"""

IN_WORDS = [
    ("is_open", "Trường mở cửa: có", "The school is open: yes"),
    ("{value: open, is: false}", "Trường mở cửa: không", "The school is open: no"),
    ("{value: area, is: urban}", "Vùng: “thành thị”", "Area: “urban”"),
    ("{value: area, is: [urban, rural]}", "Vùng: “thành thị” hoặc “rural”", "Area: “urban” or “rural”"),
    (
        "{value: pupils, at_least: 5, at_most: 40}",
        "Học sinh: ít nhất 5 và không quá 40",
        "Pupils: at least 5 and at most 40",
    ),
    (
        "{value: pupils, above: 5, below: 40.5}",
        "Học sinh: trên 5 và dưới 40,5",
        "Pupils: more than 5 and less than 40.5",
    ),
    ("{value: founded, at_least: 5 years}", "Ngày thành lập: đã được ít nhất 5 năm", "Founded: at least 5 years ago"),
    ("{value: founded, below: 1 year}", "Ngày thành lập: chưa đến 1 năm", "Founded: less than 1 year ago"),
    ("{value: land, at_least: 100}", "Đất: ít nhất 100 m²", "Land: at least 100 m²"),
    (
        "{value: land, per: pupils, at_least: {by: area, values: {urban: 6}, otherwise: 10}}",
        "Đất trên Học sinh: ít nhất [theo Vùng: “thành thị” → 6; còn lại → 10]",
        "Land per Pupils: at least [by Area: “urban” → 6; otherwise → 10]",
    ),
    (
        "{value: land, at_least: {by: pupils, steps: [{up_to: 30, then: 100}, {then: 200}]}}",
        "Đất: ít nhất [theo Học sinh: đến 30 → 100 m²; trên đó → 200 m²]",
        "Land: at least [by Pupils: up to 30 → 100 m²; beyond → 200 m²]",
    ),
    ("{not: {value: open, is: true}}", "không phải: Trường mở cửa: có", "not: The school is open: yes"),
    (
        "{all: [is_open, {any: [{value: area, is: rural}, {value: pupils, at_least: 5}]}]}",
        "Trường mở cửa: có và (Vùng: “rural” hoặc Học sinh: ít nhất 5)",
        "The school is open: yes and (Area: “rural” or Pupils: at least 5)",
    ),
    (
        "{every: key, that: {its: level, at_least: muc-1}}",
        "Mọi tiêu chí “chính”: mức từ “Mức 1” trở lên",
        "Every criterion tagged “key”: level “Level 1” or higher",
    ),
    (
        "{every: both, that: {its: level, at_least: muc-1}}",
        "Mọi tiêu chí “chính” và “an toàn”: mức từ “Mức 1” trở lên",
        "Every criterion tagged “key” and “safety”: level “Level 1” or higher",
    ),
    (
        "{count: neither, that: {its: level, is: muc-2}, at_least: 1}",
        "Số tiêu chí không “chính” và không “an toàn” (mức là “Mức 2”): ít nhất 1",
        "Number of criteria not tagged “key” or “safety” (level “Level 2”): at least 1",
    ),
    ("{value: land, at_least: 1/3}", "Đất: ít nhất 1/3 m²", "Land: at least 1/3 m²"),
    (
        "{share: some, that: {its: level, is: muc-2}, at_least: 2/3}",
        "Tỷ lệ tiêu chí 1 (mức là “Mức 2”): ít nhất 2/3",
        "Share of criteria 1 (level “Level 2”): at least 2/3",
    ),
    (
        "{count: plain, that: {its: level, is: muc-2}, at_least: 1}",
        "Số tiêu chí không “chính” (mức là “Mức 2”): ít nhất 1",
        "Number of criteria not tagged “key” (level “Level 2”): at least 1",
    ),
    ("{count: some, at_least: 1}", "Số tiêu chí 1: ít nhất 1", "Number of criteria 1: at least 1"),
    (
        "{share: most, that: {its: level, at_least: muc-1}, at_least: 80%}",
        "Tỷ lệ tiêu chí trừ 1 (mức từ “Mức 1” trở lên): ít nhất 80%",
        "Share of criteria except 1 (level “Level 1” or higher): at least 80%",
    ),
    (
        "{every: years, that: {value: good, at_least: 62.5%}}",
        "Mọi năm học trong 5 năm gần nhất: Khá giỏi: ít nhất 62,5%",
        "Every school year of the last 5: Good results: at least 62.5%",
    ),
    (
        "{every: running, that: {change: good, at_least: 0%}}",
        (
            "Mọi năm học trong 2 năm gần nhất, kể cả năm học hiện tại: "
            "mức thay đổi so với năm trước của Khá giỏi: ít nhất 0%"
        ),
        (
            "Every school year of the last 2, the running one included: "
            "change from the year before of Good results: at least 0%"
        ),
    ),
    ("{count: named, at_least: 3}", "Số năm trong ba năm qua: ít nhất 3", "Number of the three years: at least 3"),
    (
        "{every: good_years, that: is_open}",
        "Mọi năm học trong 3 năm gần nhất mà Khá giỏi: ít nhất 50%: Trường mở cửa: có",
        "Every school year of the last 3 where Good results: at least 50%: The school is open: yes",
    ),
    ("{value: total, at_least: 7}", "Tổng điểm của các tín chỉ: ít nhất 7", "Sum of points over credits: at least 7"),
    (
        "{mean: area_rated, of: {its: rating}, round: {digits: 1, half: away}, at_least: 4}",
        (
            "Trung bình xếp loại của các lĩnh vực, làm tròn đến 1 chữ số thập phân "
            "(nửa đơn vị làm tròn ra xa số 0): ít nhất 4"
        ),
        "Mean of rating over fields, rounded to 1 decimals (a half goes away from zero): at least 4",
    ),
    (
        "{mean: years, of: {value: good}, weight: {value: pupils}, at_least: 4%}",
        "Trung bình Khá giỏi của các năm học trong 5 năm gần nhất, theo trọng số Học sinh: ít nhất 4%",
        "Mean of Good results over school years of the last 5, weighted by Pupils: at least 4%",
    ),
    (
        "{lowest: area_rated, of: {its: rating}, at_least: 2}",
        "Thấp nhất trong xếp loại của các lĩnh vực: ít nhất 2",
        "Lowest of rating over fields: at least 2",
    ),
    (
        "{highest: area_rated, of: {its: rating}, below: 5}",
        "Cao nhất trong xếp loại của các lĩnh vực: dưới 5",
        "Highest of rating over fields: less than 5",
    ),
    ("{value: pupils, at_most: {value: land}}", "Học sinh: không quá Đất", "Pupils: at most Land"),
    (
        "{outcome: muc, at_least: muc-1, side: external}",
        "Mức (theo đánh giá ngoài): từ “Mức 1” trở lên",
        "Level (by external review): “Level 1” or higher",
    ),
    (
        "{award: flag, is: held, for: 5 years}",
        "Công nhận “Cờ”, đã được công nhận ít nhất 5 năm: đang được công nhận",
        "Award “Flag”, held for at least 5 years: held",
    ),
    ("busy", "Trường đông", "The school is busy"),
    ("{not: busy}", "không phải: Trường đông", "not: The school is busy"),
    ("{value: ground, at_least: 5}", "Đất ở: ít nhất 5 m²", "Ground: at least 5 m²"),
    (
        "{all: [busy, {all: [is_open, busy], vi: Đông và mở cửa, en: Busy and open}]}",
        "Trường đông và Đông và mở cửa",
        "The school is busy and Busy and open",
    ),
    ("{every: key, that: met, vi: Đạt cả, en: All are met}", "Đạt cả", "All are met"),
    ("{award: flag, is: never}", "Công nhận “Cờ”: chưa từng được công nhận", "Award “Flag”: never held"),
]


def framework_with(rule):
    return kd.load(text=FORMS.replace("RULE", rule))


class TestEveryForm:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    @pytest.mark.parametrize(("rule", "vi", "en"), IN_WORDS)
    def test_in_words(self, rule, vi, en):
        framework = framework_with(rule)
        for lang, words in (("vi", vi), ("en", en)):
            messages = Messages(lang)
            assert RuleSentences(Names(framework, messages), messages).describe_rule(framework.awards[1].needs) == words

    def test_groups_become_lists_below_one_another(self):
        messages = Messages("en")
        framework = framework_with("{all: [is_open, {any: [{value: area, is: rural}, {not: is_open}]}]}")
        item = RuleSentences(Names(framework, messages), messages).rule_item(framework.awards[1].needs)
        assert item.text == "All of these"
        assert [part.text for part in item.parts] == ["The school is open: yes", "At least one of these"]
        assert [part.text for part in item.parts[1].parts] == ["Area: “rural”", "It is not so that"]


NESTED = "{by: area, values: {urban: 6}, otherwise: {by: pupils, steps: [{up_to: 30, then: 10}, {then: 9}]}}"


class TestThresholdsByCases:
    """5.10 ... text in Vietnamese or English is rendered from them afterwards."""

    @staticmethod
    def item(rule, lang="vi"):
        framework, messages = framework_with(rule), Messages(lang)
        found = RuleSentences(Names(framework, messages), messages).rule_item(framework.awards[1].needs)
        return found.text, [part.text for part in found.parts]

    def test_a_table_has_a_line_for_each_case_with_inner_cases_on_it(self):
        line, cases = self.item(f"{{value: land, at_least: {NESTED}}}")
        assert line == "Đất: ít nhất [theo Vùng, Học sinh]"
        assert cases == ["“thành thị”: 6 m²", "còn lại: đến 30 → 10 m²; trên đó → 9 m²"]

    def test_so_has_one_that_each_member_is_held_against(self):
        line, cases = self.item(f"{{every: years, that: {{value: land, per: pupils, at_most: {NESTED}}}}}", "en")
        assert line == "Every school year of the last 5: Land per Pupils: at most [by Area, Pupils]"
        assert cases == ["“urban”: 6", "otherwise: up to 30 → 10; beyond → 9"]

    def test_where_there_are_two_tables_each_stays_on_the_line(self):
        line, cases = self.item(f"{{value: land, at_least: {NESTED}, below: {NESTED}}}")
        assert line.count("“thành thị” → 6 m²") == 2
        assert cases == []

    def test_a_text_of_its_own_stands_for_the_table(self):
        rule = f"{{value: land, at_least: {NESTED}, vi: Đủ đất}}"
        assert self.item(rule) == ("Đủ đất", [])
        assert self.item(f"{{every: years, that: {rule}}}")[1] == []


class TestFrameworkShown:
    """5.10 ... text in Vietnamese or English is rendered from them afterwards."""

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_whole(self, lang):
        page = framework_page(kd.load(SNAPSHOTS / "small.yaml"), lang)
        check_snapshot(SNAPSHOTS / f"rules.{lang}.txt", render_text(page))

    def test_as_mermaid(self):
        chart = draw_flowchart(kd.load(SNAPSHOTS / "small.yaml"), "en")
        check_snapshot(SNAPSHOTS / "rules.mmd", chart)

    @pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
    def test_every_definition_and_each_of_its_nodes_can_be_shown(self, path):
        framework = kd.load(path)
        text = render_text(framework_page(framework, "vi"))
        for node, info in framework.nodes.items():
            if info.layer is not None:
                assert node in text
                assert node in render_text(framework_page(framework, "en", node))

    def test_labels_keep_their_markup_to_themselves(self):
        framework = kd.load(
            text=FORMS.replace("RULE", "is_open").replace("vi: Trường mở cửa", "vi: '<b>\"x\"</b> & y'")
        )
        chart = draw_flowchart(framework, "vi", "c")
        assert '"' not in chart.split('["')[1].split('"]')[0]


class TestWhatTheLawSaysOfAKey:
    """2.8 An **award** ... has its own label, authority, validity and renewal lead time."""

    RULE = "is_open}\n  - {id: kept, needs: is_open, valid: 5 years, renew_before: 5 months, law: LAW"

    def shown(self, law, lang="vi"):
        return render_text(framework_page(framework_with(self.RULE.replace("LAW", law)), lang), 200)

    def test_is_shown_beside_it(self):
        law = "{renew_before: {vi: bắt buộc, en: an obligation}, valid: {cite: Điều 3}}"
        assert "Làm thủ tục công nhận lại trước khi hết hạn: 5 tháng (bắt buộc)\n" in self.shown(law)
        assert "Renew ahead by: 5 months (an obligation)\n" in self.shown(law, "en")
        assert "Thời hạn giá trị: 5 năm\n" in self.shown(law)

    def test_and_beside_the_date_of_who_holds_the_award(self):
        grades = {"kiem-dinh": "cap-do-1", "chuan-quoc-gia": "muc-do-1"}
        held = [{"award": award, "grade": grade, "signed": "2022-01-15"} for award, grade in grades.items()]
        result = kd.assess("vn.tt18-2018", {"held": held}, on="2024-09-15")
        said = " ".join(result.to_text("vi").split())
        assert "Hạn làm thủ tục công nhận lại: ngày 15/08/2026 (bắt buộc: đến lúc đó đã tự đánh giá xong" in said
        assert "Hạn làm thủ tục công nhận lại: ngày 15/08/2026 (khi trường có nhu cầu, không bắt buộc)" in said
        english = " ".join(result.to_text("en").split())
        assert "Renewal due by 2026-08-15 (an obligation: by then" in english
        assert "Renewal due by 2026-08-15 (for a school that wants to be recognised again, no obligation)" in english
