"""A claim that its evidence does not carry: which key of the policy failed, what was asked for and what was found."""

import pytest

import kiemdinh as kd
from kiemdinh.narration.layout import render_text
from kiemdinh.narration.pages import framework_list

POLICY = {
    "kinds": [{"id": "url", "vi": "địa chỉ trang web", "en": "web address"}],
    "issuers": ["office"],
    "no_older_than": "5 years",
    "in_place_for": "1 month",
    "items": 3,
}
FRAMEWORK = kd.load(
    {
        "kiemdinh": 1,
        "framework": "org.example.asked",
        "source": {"document": "By-law"},
        "subject": {"kind": "school"},
        "layers": [{"id": "criterion", "verdict": "met"}],
        "tree": [{"id": "open", "vi": "Công khai", "en": "Openness", "evidence_policy": POLICY}],
        "outcomes": [
            {
                "id": "result",
                "cases": [{"id": "good", "vi": "Tốt", "en": "Good", "if": {"every": "criterion", "that": "met"}}],
                "otherwise": {"id": "poor", "vi": "Kém", "en": "Poor"},
            }
        ],
    }
)
ITEMS = {
    "A": {"kind": "paper", "issuer": "office", "issued": "2026-01-01"},
    "B": {"kind": "url", "issued": "2026-01-01"},
    "C": {"kind": "url", "issuer": "office", "issued": "2020-01-01"},
    "D": {"kind": "url", "issuer": "office"},
    "E": {"kind": "Web address", "issuer": "office", "issued": "2026-01-01"},
}
SAID = {
    "en": (
        "unknown: evidence that does not count (A: of the kind “paper”; B: no issuer is given; D: no date of issue is "
        "given), evidence has expired (C, last day 2025-01-01); asked for: 3 valid items (1 found), of the kind web "
        "address, issued by office, issued no more than 5 years ago, issued at least 1 month ago"
    ),
    "vi": (
        "chưa rõ: minh chứng không đúng quy định (A: loại “paper”; B: không ghi nơi ban hành; D: không ghi ngày ban "
        "hành), minh chứng đã hết giá trị (C, ngày cuối cùng 01/01/2025); cần 3 minh chứng hợp lệ (hiện có 1), loại: "
        "địa chỉ trang web, do office ban hành, ban hành cách đây không quá 5 năm, ban hành cách đây ít nhất 1 tháng"
    ),
}


def found(codes="ABCDE"):
    findings = {"open": {"is": "met", "by": list(codes)}}
    return kd.assess(FRAMEWORK, {"findings": findings, "evidence": ITEMS}, on="2027-06-30")


@pytest.mark.parametrize("lang", ["vi", "en"])
class TestWords:
    """Each failing key has what was asked for and what was found, in explanations and in repairs."""

    def test_an_explanation_says_it(self, lang):
        text = " ".join(found().explain("good").to_text(lang, width=10_000).split())
        assert SAID[lang] in text

    def test_a_repair_asks_for_evidence_of_the_right_kind(self, lang):
        text = " ".join(found().repairs("good").to_text(lang, width=10_000).split())
        assert SAID[lang] in text


class TestData:
    """The same stands in the data of results."""

    def test_what_is_asked_for(self):
        (repair,) = found().repairs("good")
        asked = repair.changes[0].asked
        assert (asked.items, asked.found, asked.no_older_than, asked.in_place_for) == (3, 1, "5 years", "1 month")
        assert [kind.en for kind in asked.kinds] == ["web address"]
        assert [issuer.id for issuer in asked.issuers] == ["office"]

    def test_what_each_item_fails(self):
        items = {item.code: item for item in found().node("open").evidence}
        assert {code: item.fails for code, item in items.items()} == {
            "A": ("kinds",),
            "B": ("issuers",),
            "C": ("no_older_than",),
            "D": ("no_older_than", "in_place_for"),
            "E": (),
        }
        assert (items["A"].state, items["A"].item_kind, items["C"].state) == ("unfit", "paper", "expired")

    def test_it_is_the_same_after_a_journey_as_json(self):
        repairs = found().repairs("good")
        assert type(repairs).from_dict(repairs.to_dict()) == repairs


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("vi", ["địa chỉ trang web (url)", "office", "ban hành cách đây không quá: 5 năm", "đã có ít nhất: 1 tháng"]),
        ("en", ["web address (url)", "office", "issued no longer ago than: 5 years", "in place for at least: 1 month"]),
    ],
)
def test_the_list_of_a_definition_has_each_key_of_a_policy(lang, lines):
    text = render_text(framework_list(FRAMEWORK, lang), width=10_000)
    assert [line for line in lines if line not in text] == []
