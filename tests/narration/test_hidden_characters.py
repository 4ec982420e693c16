"""Characters that nobody sees never reach a page, a drawing or a message: they would change how the rest is read."""

import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.wording import mark_hidden, strip_hidden

HIDDEN = "\u202e\u2066\u200b\u200d\u2060\ufeff\u00ad\u061c\U000e0041\ufe0f\u115f"
FRAMEWORK = "vn.tt57-2026.pho-thong"


def result():
    why = f"Chưa có{HIDDEN} biên bản"
    dossier = {
        "date": "2027-06-30",
        "school": {"name": f"Trường{HIDDEN} A", "id": f"a{HIDDEN}"},
        "findings": {"1.1": {"is": "muc-1", "why": why, "by": ["X" + HIDDEN]}, "1.2": {"is": "khong-dat", "why": why}},
        "external": {"1.1": {"is": "muc-2", "why": why}},
        "evidence": {f"X{HIDDEN}": {"title": f"Kế{HIDDEN} hoạch", "until": "2026-01-01"}},
    }
    return kd.assess(FRAMEWORK, dossier)


@pytest.mark.parametrize("character", HIDDEN)
def test_no_page_and_no_drawing_has_one(character):
    found = result()
    texts = [found.to_text("vi"), found.to_markdown("en"), found.explain().to_text("vi", full=True),
             found.explain().to_svg("vi"), found.explain().to_markdown("vi")]  # fmt: skip
    assert not any(character in text for text in texts)


def test_a_message_shows_where_one_stands():
    with pytest.raises(kd.InputError) as caught:
        kd.assess(FRAMEWORK, {"findings": {"1.1": "mức\u202e 3"}}, on="2027-06-30")
    assert "\u202e" not in str(caught.value)
    assert "\N{REPLACEMENT CHARACTER}" in str(caught.value)


@pytest.mark.parametrize("text", ["Trường THCS Bình An", "Đạt mức 2 – 90 %", "学校", "a\u0301"])
def test_what_can_be_seen_stays(text):
    assert strip_hidden(text) == mark_hidden(text) == text
