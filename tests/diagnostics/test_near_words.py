"""Words that another may be a slip of: the same as by comparing every pair, with little work where there are many."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kiemdinh.diagnostics import wording
from kiemdinh.diagnostics.wording import near_words, suggest, without_marks

letters = st.sampled_from("abcd1-")
words = st.text(letters, max_size=10)


@settings(max_examples=300)
@given(words, st.lists(words, max_size=8, unique=True))
def test_as_by_comparing_every_pair(word, known):
    plain = {candidate: without_marks(candidate) for candidate in known}
    same = {candidate for candidate, form in plain.items() if form == without_marks(word)}
    expected = same or {one for one, form in plain.items() if wording._is_slip(without_marks(word), form)}
    assert set(near_words(word, known)) == expected


def test_many_misspelt_words_are_compared_with_few_of_many(monkeypatch):
    compared = []
    counts = wording._count_slips
    monkeypatch.setattr(wording, "_count_slips", lambda one, two: compared.append(one) or counts(one, two))
    draw = Random(1)  # noqa: S311 - words, not secrets
    known = ["".join(draw.choices("abcdefghijklmnopqrstuvwxy", k=12)) for _ in range(1_000)]
    assert [suggest(word[:5] + "z" + word[6:], known) for word in known[:300]] == known[:300]
    # Of 300 times 1,000 pairs.
    assert len(compared) < 3_000
