"""The example school of Circular 13/2020 gives what its README says, worked out by hand."""

from pathlib import Path

import kiemdinh as kd
from kiemdinh.parsing.readers import read_file

EXAMPLES = Path(__file__).parents[2] / "examples"
ADDED = {"island": "mainland", "commune": "other", "ownership": "public", "terrain": "other"}


def assessed(on=None, **inputs):
    data = read_file(EXAMPLES / "mn-hai-tram" / "dossier.yaml").data
    return kd.assess(None, {**data, "inputs": {**data["inputs"], **inputs}}, on=on)


class TestMamNonHaiTram:
    def test_has_too_many_groups_as_issued(self):
        result = assessed()
        assert (result.framework.edition, result.outcome.id) == ("vn.tt13-2020.mam-non@2020-07-11", "chua-dat")
        assert [todo.figure.value for todo in result.target.decide] == ["input:groups"]

    def test_is_at_level_1_as_amended(self):
        result = assessed("2025-01-31", **ADDED)
        assert (result.framework.edition, result.outcome.id) == ("vn.tt13-2020.mam-non@2025-01-31", "muc-1")
        assert [todo.id for todo in result.target.improve] == ["8/muc-2/the-chat"]

    def test_with_the_room_it_would_be_at_level_2(self):
        assert assessed("2025-01-31", **ADDED, pe_rooms=2).outcome.id == "muc-2"
