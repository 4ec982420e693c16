"""Rules as sentences of cells: what each says, in both languages, and what is no sentence."""

import pytest

from kiemdinh.exchange.workbooks.rule_reader import read_rule
from kiemdinh.exchange.workbooks.rule_words import WORDS
from kiemdinh.exchange.workbooks.rule_writer import write_rule
from kiemdinh.parsing.cells import ReadingError

SENTENCES = [
    ("met", "đạt", "met"),
    ("unmet", "không đạt", "unmet"),
    ("few", "few", "few"),
    ("every core: met", "mọi core: đạt", {"every": "core", "that": "met"}),
    (
        "every core: level ≥ muc-1",
        "mọi core: mức ≥ muc-1",
        {"every": "core", "that": {"its": "level", "at_least": "muc-1"}},
    ),
    (
        "at least 5 of others: level ≥ muc-1",
        "ít nhất 5 trong others: mức ≥ muc-1",
        {"count": "others", "that": {"its": "level", "at_least": "muc-1"}, "at_least": "5"},
    ),
    ("at most 2 of c: unmet", "nhiều nhất 2 trong c: không đạt", {"count": "c", "that": "unmet", "at_most": "2"}),
    ("exactly 3 of c", "đúng 3 trong c", {"count": "c", "is": "3"}),
    ("at least 80% of c: met", "ít nhất 80% trong c: đạt", {"share": "c", "that": "met", "at_least": "80%"}),
    ("number of c: unmet", "số c: không đạt", {"count": "c", "that": "unmet"}),
    ("books / pupils ≥ 5", "books / pupils ≥ 5", {"value": "books", "per": "pupils", "at_least": "5"}),
    ("books ≥ 1/3 < 9", "books ≥ 1/3 < 9", {"value": "books", "at_least": "1/3", "below": "9"}),
    ("garden = yes", "garden = có", {"value": "garden", "is": "true"}),
    ("garden = no", "garden = không", {"value": "garden", "is": "false"}),
    ("area = a or b or c", "area = a hoặc b hoặc c", {"value": "area", "is": ["a", "b", "c"]}),
    ("opened ≤ 3 months", "opened ≤ 3 months", {"value": "opened", "at_most": "3 months"}),
    (
        "books ≥ 3 if area = difficult, else 5",
        "books ≥ 3 nếu area = difficult, còn lại 5",
        {"value": "books", "at_least": {"by": "area", "values": {"difficult": "3"}, "otherwise": "5"}},
    ),
    (
        "books ≥ 1 if island = yes, else 3 if area = difficult, 4 if area = other",
        "books ≥ 1 nếu island = có, còn lại 3 nếu area = difficult, 4 nếu area = other",
        {
            "value": "books",
            "at_least": {
                "by": "island",
                "values": {"true": "1"},
                "otherwise": {"by": "area", "values": {"difficult": "3", "other": "4"}},
            },
        },
    ),
    ("sum of points over c ≥ 80", "tổng điểm theo c ≥ 80", {"sum": "c", "of": {"its": "points"}, "at_least": "80"}),
    (
        "mean of rating × weight over c ≥ 3.5",
        "trung bình xếp loại × trọng số theo c ≥ 3.5",
        {"mean": "c", "of": {"its": "rating"}, "weight": {"its": "weight"}, "at_least": "3.5"},
    ),
    (
        "every y: change of loans ≥ 0",
        "mọi y: thay đổi của loans ≥ 0",
        {"every": "y", "that": {"change": "loans", "at_least": "0"}},
    ),
    ("outcome muc ≥ muc-1", "kết quả muc ≥ muc-1", {"outcome": "muc", "at_least": "muc-1"}),
    (
        "outcome muc by external review ≥ muc-1",
        "kết quả muc theo đánh giá ngoài ≥ muc-1",
        {"outcome": "muc", "side": "external", "at_least": "muc-1"},
    ),
    ("award a.b/c = held", "danh hiệu a.b/c = held", {"award": "a.b/c", "is": "held"}),
    ("not: few", "không phải: few", {"not": "few"}),
    ("all of:\n- few\n- every c: met", "tất cả:\n- few\n- mọi c: đạt", {"all": ["few", {"every": "c", "that": "met"}]}),
    (
        "any of:\n- few\n- all of:\n  - a\n  - b",
        "một trong:\n- few\n- tất cả:\n  - a\n  - b",
        {"any": ["few", {"all": ["a", "b"]}]},
    ),
    (
        "every c: any of:\n- met\n- its",
        "mọi c: một trong:\n- đạt\n- its",
        {"every": "c", "that": {"any": ["met", "its"]}},
    ),
    (
        "every c: met [cite: Điều 5, certainty: inferred]",
        "mọi c: đạt [cite: Điều 5, certainty: inferred]",
        {"every": "c", "that": "met", "cite": "Điều 5", "certainty": "inferred"},
    ),
]


@pytest.mark.parametrize(("english", "vietnamese", "rule"), SENTENCES)
class TestSentences:
    def test_each_language_is_read(self, english, vietnamese, rule):
        assert read_rule(english) == rule
        assert read_rule(vietnamese) == rule

    def test_it_is_written_so(self, english, vietnamese, rule):
        assert write_rule(rule, "en") == english
        assert write_rule(rule, "vi") == vietnamese


class TestHowPeopleWrite:
    """Letter case, ASCII signs, other dashes and spaces do not matter; YAML is taken as it is."""

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("Every core: Level >= muc-1", "every core: level ≥ muc-1"),
            ("At least 2 of c:met", "at least 2 of c: met"),
            ("ALL OF:\n– a\n– b", "all of:\n- a\n- b"),
            ("  books   <=   5 ", "books ≤ 5"),
            ("   all of:\n- a\n- any of:\n  - b\n  - c", "all of:\n- a\n- any of:\n  - b\n  - c"),
            ("{every: core, that: met}", "every core: met"),
            ("all of:\n- a\n- {every: core, that: met}", "all of:\n- a\n- every core: met"),
        ],
    )
    def test_it_is_the_same(self, typed, meant):
        assert read_rule(typed) == read_rule(meant)


class TestWhatHasNoSentence:
    """A rule that words would not give back exactly is written in YAML."""

    @pytest.mark.parametrize(
        "rule",
        [
            {"value": "level", "at_least": "2"},  # an input whose id is a word
            {"value": "area", "is": "yes"},  # a choice that would be read as an answer
            {"value": "a b", "at_least": "2"},
            {"mean": "c", "of": {"its": "rating"}, "round": {"digits": "0", "half": "up"}, "at_least": "4"},
            {"value": "books", "at_least": {"value": "bound"}},
            {"every": "c", "that": {"its": "level", "at_least": "one", "cite": "Article 5"}},
            {"share": "c", "that": "met", "at_least": "2/3"},
            {"value": "total"},
        ],
    )
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_it_reads_back(self, rule, lang):
        text = write_rule(rule, lang)
        assert "{" in text
        assert read_rule(text) == rule


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("at least 5 others are met", "others are met"),
        ("every core level ≥ one", "level ≥ one"),
        ("books divided by pupils", "divided by pupils"),
        ("all of:\nfew", "few"),
        ("all of:", "all of:"),
        ("few\nmany", "many"),
        ("books ≥ 3 if area = a, 5 if island = b", "= b"),
        ("sum of points ≥ 5", "≥ 5"),
    ],
)
def test_what_is_not_understood_is_said(text, part):
    with pytest.raises(ReadingError) as caught:
        read_rule(text)
    assert caught.value.code == "KD751"
    assert f"'{part}'" in caught.value.message


def test_no_word_stands_for_two_things_at_one_place():
    """Where a word begins another one, the longer is tried first, so that both can be written."""
    assert read_rule("kết quả đánh giá = x") == {"its": "verdict", "is": "x"}
    assert read_rule("kết quả muc = x") == {"outcome": "muc", "is": "x"}
    assert len({word for words in WORDS.values() for word in words}) == sum(len(set(words)) for words in WORDS.values())
