"""What is named and not there is an ``InputError``; values of wrong types are in ``test_arguments``."""

import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.exchange import (
    read_framework_workbook,
    write_case,
    write_definition,
    write_framework_workbook,
    write_oscal_catalog,
    write_oscal_mapping,
)

WRITERS = [write_framework_workbook, write_case, write_oscal_catalog, write_definition]


def places(call):
    with pytest.raises(InputError) as caught:
        call()
    return [one.path for one in caught.value.diagnostics]


def test_a_framework_that_is_not_there():
    for write in WRITERS:
        with pytest.raises(InputError):
            write("no.such.framework")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError):
        read_framework_workbook(tmp_path / "none.xlsx")


def test_a_creator_has_one_line():
    """CASE has it as a NormalizedString; an empty one is none."""
    document = write_case("vn.tt57-2026.gdtx", creator="Bộ\nGDĐT")["CFDocument"]
    assert document["creator"] == "Bộ GDĐT"
    assert write_case("vn.tt57-2026.gdtx", creator="")["CFDocument"]["creator"] == "57/2026/TT-BGDĐT"


def test_a_crosswalk_of_nothing():
    ends = {"from": "vn.tt18-2018", "to": "vn.tt57-2026.pho-thong"}
    crosswalk = kd.load_crosswalk({"kiemdinh": 1, "crosswalk": ends})
    assert places(lambda: write_oscal_mapping(crosswalk)) == ["crosswalk"]
