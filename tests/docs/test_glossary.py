"""The glossary has one word for each thing: words that it does not choose stand in no catalogue."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[2] / "src" / "kiemdinh"
GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
OURS = [path for path in sorted(SOURCE.rglob("vi.po")) if "locale" not in path.parts]

CHOSEN = {
    "cấp độ": "mức độ",
    "bộ tiêu chí": "bộ tiêu chuẩn",
    "tình huống": "kịch bản",
    "lời văn": "nội dung",
    "ánh xạ": "khai báo cột",
    "bản ghi": "ghi nhận",
    "chỉ số tham khảo": "chỉ số theo dõi",
    "tác giả": "người quyết định",
    "soát xét": "rà soát",
    "không được biết": "không có",
}
"""Words that mean the same to a reader, each with the one that is written instead."""


def words_said(path):
    with path.open("rb") as file:
        for message in read_po(file):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from ((message.id, text.lower().replace("-", " ")) for text in texts if message.id)


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_catalogue_says_the_chosen_words(path):
    found = [(key, word, chosen) for key, text in words_said(path) for word, chosen in CHOSEN.items() if word in text]
    assert found == []


def test_the_glossary_has_each_word_of_a_thing_once():
    rows = [line.split(" | ") for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    english = [word for row in rows for word in row[0].strip("| ").split(", ")]
    assert sorted({word for word in english if english.count(word) > 1}) == []
