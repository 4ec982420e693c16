"""Awards that do not say how long they are valid (KD534)."""

import pytest
from library import REST, found, whole

import kiemdinh as kd


class TestValidity:
    """KD534 award without validity."""

    AWARD = "awards: [{id: badge, needs: {outcome: result, is: good}%s}]\n"

    def test_not_said(self):
        assert found(whole(awards=self.AWARD % ""), "KD534") == ["awards[0].id"]

    @pytest.mark.parametrize("said", [", valid: 3 years", ", law: {valid: {en: The by-law does not say}}"])
    def test_said(self, said):
        assert found(whole(awards=self.AWARD % said), "KD534") == []

    @pytest.mark.parametrize(
        ("said", "severity"),
        [
            ("", "note"),
            (", en: Gold plaque", "note"),
            (", renew_before: 6 months", "warning"),
            (", en: Badge for three years", "warning"),
            (", vi: Giấy công nhận có thời hạn", "warning"),
        ],
    )
    def test_it_is_a_warning_where_the_file_says_that_it_ends(self, said, severity):
        findings = kd.lint(text=whole(awards=self.AWARD % said))
        assert [finding.severity for finding in findings if finding.code == "KD534"] == [severity]


class TestValidityByLabel:
    """KD527: a label with which no one earns the award."""

    LABELS = (
        "outcomes:\n"
        "  - id: result\n"
        "    cases:\n"
        "      - {id: full, if: {every: criterion, that: met}}\n"
        "      - {id: part, if: {count: criterion, that: met, at_least: 1}}\n"
        "    otherwise: {id: failed}\n"
        "awards:\n"
        "  - {id: badge, needs: {outcome: result, is: [full, part]}, valid: {by: result, values: {%s}}}\n"
    )

    @pytest.mark.parametrize(
        ("values", "severity"),
        [
            ("full: 4 years, part: 1 year, failed: 1 month", "note"),
            ("full: 4 years, failed: 1 month", "warning"),
        ],
    )
    def test_a_table_of_all_labels_is_worth_a_look(self, values, severity):
        rest = REST[: REST.index("outcomes:")] + self.LABELS % values
        findings = kd.lint(text=whole(rest=rest))
        assert [finding.severity for finding in findings if finding.code == "KD527"] == [severity]
