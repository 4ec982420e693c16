"""The Vietnamese paraphrases of the bundled frameworks are full phrases, in the terms of the circulars."""

import re

import pytest

from kiemdinh.standards.catalogue import catalogue, editions

CLIPPED = {
    "hợp without phù": r"(?:^|, | (?:được|trí|công|lực|cấu|hoạch|động|chưa) )[Hh]ợp (?!đồng|lý|pháp|tác|lệ)",
    "chỉnh without điều": r"(?<!điều )(?<!Điều )(?<!hoàn )\bchỉnh\b",
    "soát xét": r"soát xét",
    "xem lại": r"xem lại",
    "bám without sát": r"\bbám (?!sát)",
    "phủ": r"\b[Pp]hủ\b",
    "nâng without cao": r"\bnâng (?:hiệu quả|chất lượng)",
    "an abbreviation": r"\b(?:GDPT|GDMN|GDTX|GDĐT)\b",
}


EDITIONS = [edition.framework for bundled in catalogue() for edition in editions(bundled.id)]


@pytest.mark.parametrize("framework", EDITIONS, ids=lambda framework: framework.edition)
def test_no_statement_is_clipped(framework):
    said = {node.id: node.node.vi or "" for node in framework.nodes.values()}
    found = [(name, key) for name, form in CLIPPED.items() for key, text in said.items() if re.search(form, text)]
    assert found == []


def test_a_centre_is_not_called_a_school():
    """Trung tâm giáo dục thường xuyên: titles of the circular stand as they are, all else says trung tâm."""
    (framework,) = [bundled.load() for bundled in catalogue() if bundled.id.endswith("gdtx")]
    assert framework.definition.subject.word.text_in("vi") == "trung tâm"
    said = [node.node.vi or "" for node in framework.nodes.values() if node.is_requirement]
    said += [found.vi or "" for found in framework.inputs.values()]
    assert not [text for text in said if re.search(r"(?<!môi )\btrường\b", text.lower())]
