"""Awards that do not say how long they are valid (KD534)."""

import pytest
from library import found, whole


class TestValidity:
    """KD534 award without validity."""

    AWARD = "awards: [{id: badge, needs: {outcome: result, is: good}%s}]\n"

    def test_not_said(self):
        assert found(whole(awards=self.AWARD % ""), "KD534") == ["awards[0].id"]

    @pytest.mark.parametrize("said", [", valid: 3 years", ", law: {valid: {en: The by-law does not say}}"])
    def test_said(self, said):
        assert found(whole(awards=self.AWARD % said), "KD534") == []
