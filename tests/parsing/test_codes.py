"""Codes of evidence and their patterns, against a reading by regular expressions that shares nothing with them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.parsing.cells import CodePattern, fold_code, normalise_code, split_codes

ids = st.lists(st.text("1aA.", min_size=1, max_size=3), min_size=1, max_size=4, unique=True)
placeholders = st.sampled_from(["{one}", "{two}", "{n}", "{n:2}", "-", "M", "1"])
codes = st.text("1aAmM-.2", max_size=12)


def count_steps(pattern, code):
    """Count how often a place of the code is reached, over all parts of the pattern."""
    reached, steps = (0,), 0
    for part in pattern.parts:
        found = list(part.steps(code, reached, fold=False))
        steps += len(found)
        reached = sorted({end for end, _ in found})
    return steps


class TestPatterns:
    """3.1 An item none of whose codes follows the framework's pattern is a warning."""

    @given(parts=st.lists(placeholders, max_size=8), one=ids, two=ids, code=codes)
    def test_equal_to_a_regular_expression(self, parts, one, two, code):
        layers = {"one": one, "two": two}
        as_regex = {"{n}": r"\d+", "{n:2}": r"\d{2,}"} | {
            f"{{{name}}}": "(?:" + "|".join(map(re.escape, found)) + ")" for name, found in layers.items()
        }
        expected = re.fullmatch("".join(as_regex.get(part, re.escape(part)) for part in parts), code)
        spelled = CodePattern.read("".join(parts), layers).spell(code)
        if expected:
            assert spelled == code or code == ""
        elif spelled is not None:
            assert fold_code(spelled) == fold_code(code)
            assert spelled != code

    def test_a_hostile_pattern_takes_steps_that_grow_with_the_code_alone(self):
        pattern = CodePattern.read("{c}" * 8, {"c": ["1" * n for n in range(1, 100)]})
        counts = [count_steps(pattern, "1" * n + "x") for n in (30, 60, 120)]
        assert pattern.spell("1" * 98 + "x") is None
        assert pattern.spell("1" * 98) == "1" * 98
        # Each part reaches a place from at most 99 others, whatever the parts before it did.
        assert all(count <= 8 * 99 * (n + 1) for n, count in zip((30, 60, 120), counts, strict=True))

    def test_numbers_in_a_row(self):
        pattern = CodePattern.read("{n:1}" * 8, {})
        assert [pattern.spell("1" * n) is not None for n in (7, 8, 150)] == [False, True, True]


class TestNormalising:
    @given(st.text(max_size=30))
    def test_once_is_enough(self, text):
        once = normalise_code(text)
        assert normalise_code(once) == once

    @given(st.text("ab1[]();, \u00a0\n", max_size=20))
    def test_what_a_list_names_is_normalised_and_not_empty(self, text):
        found = split_codes(text, {"a", "b1"}.__contains__)
        assert all(code and normalise_code(code) == code for code in found)
