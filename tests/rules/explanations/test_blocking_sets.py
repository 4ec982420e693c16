import pytest

from kiemdinh.rules import ExhaustedError, blocking_sets
from repair_problems import A, B, C, circular_57, covering


class TestBlockingSets:
    """5.7 A **blocking set**: a minimal set of possible changes that, none being made, keeps the target."""

    def test_say_why_a_school_is_not_at_level_2(self):
        assert [[change.id for change in some] for some in blocking_sets(circular_57())] == [
            [f"{C}/1"],
            [f"{A}/2", f"{B}/2", f"{C}/2"],
        ]

    def test_say_when_the_splits_run_out(self):
        with pytest.raises(ExhaustedError):
            list(blocking_sets(covering(6), splits=0))
