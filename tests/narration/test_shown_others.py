"""A framework's page says whom and what it reads beside its own tree: members, and outcomes and awards of others."""

import pytest

import kiemdinh as kd
from kiemdinh.narration.layout import render_text
from kiemdinh.narration.pages import framework_list, framework_page

FACILITY = """
kiemdinh: 1
framework: org.example.facility.STAGE
en: Facility standard
vi: Tiêu chuẩn cơ sở vật chất
source: {document: Example}
subject: {kind: school}
family: org.example.facility
stage: STAGE
scales: {muc: {steps: [{id: low, en: Minimum, vi: Tối thiểu}, {id: high, en: Level 1, vi: Mức độ 1}]}}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1"}]
outcomes:
  - {id: muc, ladder: muc, needs: {low: {every: criterion, that: met}, high: {every: criterion, that: met}}}
"""
DISTRICT = """
kiemdinh: 1
framework: org.example.district
en: District
source: {document: Example}
subject: {kind: district, has: [commune, school]}
inputs:
  kind: {type: choice, choices: [{id: upper, en: Upper}, {id: other, en: Other}], each: school, en: Kind of school}
  population: {type: number, each: commune, en: Inhabitants}
references:
  org.example.label/mark: {scale: [silver, gold], not_reached: none-yet, labels: true, en: Mark}
  org.example.quality/standard: {scale: [{id: one, en: Grade 1}, {id: two, en: Grade 2}], en: Quality}
  org.example.older/standard: {scale: [one, two], en: Older quality}
  org.example.commune/recognised: {en: Recognised commune}
  org.example.spare/standard: {scale: [one, two]}
sets: {upper: {among: school, where: {value: kind, is: upper}, if_empty: unknown}}
layers: [{id: criterion, verdict: met}]
tree:
  - {id: "1", met_if: {every: upper, that: {outcome: org.example.facility/muc, at_least: high}}}
  - id: "2"
    met_if:
      share: upper
      that:
        award: [org.example.quality/standard, org.example.older/standard]
        at_least: one
        cite: § 4
        certainty: unverified
      at_least: 60%
  - {id: "3", met_if: {every: commune, that: {award: org.example.commune/recognised, is: held}}}
  - {id: "4", met_if: {every: school, that: {outcome: org.example.label/mark, is: gold}}}
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""


@pytest.fixture(scope="module")
def district():
    stages = [kd.load(text=FACILITY.replace("STAGE", stage)) for stage in ("primary", "lower")]
    return kd.load(text=DISTRICT, references=stages)


class TestShownOthers:
    """6.5 An award of another framework is read from recorded decisions alone."""

    def test_members_references_families_and_awards_taken_as_equal(self, district):
        text = render_text(framework_page(district, "en"), width=200)
        shown = text[text.index("Members\n") : text.index("Rules\n")]
        assert shown == (
            "Members\n"
            "  • Each commune of a register\n"
            "    – recorded of each: Inhabitants\n"
            "  • Each school of a register\n"
            "    – recorded of each: Kind of school\n"
            "\n"
            "Read of other frameworks\n"
            "  • The result “Mark” (org.example.label/mark)\n"
            "    – without an order: none-yet, silver, gold\n"
            "  • The award “Quality” (org.example.quality/standard), by recorded decisions alone\n"
            "    – lowest first: Grade 1 < Grade 2\n"
            "  • The award “Older quality” (org.example.older/standard), by recorded decisions alone\n"
            "    – lowest first: one < two\n"
            "  • The award “Recognised commune” (org.example.commune/recognised), by recorded decisions alone\n"
            "    – without grades\n"
            "  • “org.example.spare/standard” (org.example.spare/standard), which no rule reads\n"
            "    – lowest first: one < two\n"
            "  • The result “Facility standard” (org.example.facility/muc)\n"
            "    – lowest first: Minimum < Level 1\n"
            "    – primary → org.example.facility.primary\n"
            "    – lower → org.example.facility.lower\n"
            "\n"
            "Awards taken as equal: one is enough\n"
            "  • Quality or Older quality [§ 4, not verified]\n"
            "\n"
        )

    def test_in_vietnamese(self, district):
        text = render_text(framework_page(district, "vi"), width=200)
        assert "Thành viên\n  • Từng xã trong danh mục\n    – ghi cho từng thành viên: Inhabitants\n" in text
        assert "Kết quả “Tiêu chuẩn cơ sở vật chất” (org.example.facility/muc)\n" in text
        assert "    – từ thấp đến cao: Tối thiểu < Mức độ 1\n" in text
        assert "Các công nhận được coi như nhau: chỉ cần một\n" in text

    def test_a_framework_that_reads_nobody_else_says_nothing_of_them(self):
        text = render_text(framework_page(kd.load("vn.tt57-2026.gdtx"), "en"), width=200)
        assert "Members" not in text
        assert "other frameworks" not in text

    def test_the_list_for_checking_has_the_families_and_the_words_for_members(self, district):
        text = render_text(framework_list(district, "vi"), width=200)
        assert "– gồm: xã (commune), trường (school)\n" in text
        assert "– ghi cho từng: trường (school)\n" in text
        assert "– dưới bậc thấp nhất: none-yet\n" in text
        shown = " ".join(text.split())
        assert "– theo cấp học – primary → org.example.facility.primary – lower → org.example.facility.lower" in shown

    def test_of_a_stage_with_several_frameworks_the_first_day_of_each_is_shown(self):
        dated = FACILITY.replace("{document: Example}", "{document: Example, in_force: DAY}")
        days = {"2020-07-11": "primary", "2026-01-01": "later"}
        stages = [
            kd.load(
                text=dated.replace("DAY", day).replace("facility.STAGE", f"facility.{name}").replace("STAGE", "primary")
            )
            for day, name in days.items()
        ]
        framework = kd.load(text=DISTRICT, references=stages)
        english, vietnamese = (
            " ".join(render_text(framework_page(framework, lang), width=200).split()) for lang in ("en", "vi")
        )
        assert "primary → org.example.facility.later (from 2026-01-01)" in english
        assert "primary → org.example.facility.primary (from 2020-07-11)" in english
        assert "org.example.facility.later (từ 01/01/2026)" in vietnamese
