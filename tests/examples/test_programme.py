"""The example programme gives what its README says, worked out from the rule of Circular 04/2025 by hand."""

from pathlib import Path

import kiemdinh as kd

DOSSIER = Path(__file__).parents[2] / "examples" / "ky-thuat-phan-mem" / "dossier.yaml"


class TestProgramme:
    def test_is_conditionally_accredited_whatever_the_tenth_criterion_is(self):
        result = kd.assess(None, DOSSIER)
        assert (result.outcome.id, result.outcomes[0].determined) == ("dat-co-dieu-kien", True)
        assert {node: result.node(node).truth.name for node in "128"} == {"1": "UNMET", "2": "MET", "8": "UNKNOWN"}
        assert {figure.id: (figure.now.low, figure.now.high) for figure in result.figures} == {
            "failed_standards": (1, 2),
            "failed_criteria": (4, 4),
        }

    def test_is_eligible_for_two_years(self):
        (award,) = kd.assess(None, DOSSIER).awards
        assert (award.certain.id, award.valid) == ("cong-nhan", ("2 years",))

    def test_with_the_conditional_criterion_mended_the_tenth_decides(self):
        found = kd.assess(None, DOSSIER).what_if({"1.3": "met"})
        assert {label.id for label in found.result.outcomes[0].labels} == {"dat", "dat-co-dieu-kien"}
