"""Wrong arguments of what writes and reads are an ``InputError`` that names the argument."""

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
    write_prov,
    write_prov_n,
)

ODD = [1.5, True, b"x", [], object(), "vi-VN", ""]
WRITERS = [write_framework_workbook, write_case, write_oscal_catalog]


def places(call):
    with pytest.raises(InputError) as caught:
        call()
    return [one.path for one in caught.value.diagnostics]


@pytest.mark.parametrize("odd", ODD, ids=lambda value: type(value).__name__)
def test_a_language(odd):
    for write in WRITERS:
        assert places(lambda: write("vn.tt57-2026.gdtx", lang=odd)) == ["lang"]  # noqa: B023 - called at once


@pytest.mark.parametrize("odd", ["soon", [], object(), "2026-13-01"], ids=lambda value: type(value).__name__)
def test_a_day(odd):
    for write in (write_case, write_oscal_catalog):
        assert places(lambda: write("vn.tt57-2026.gdtx", changed=odd)) == ["changed"]  # noqa: B023 - called at once


@pytest.mark.parametrize("odd", [1, [], object()], ids=lambda value: type(value).__name__)
def test_what_is_written(odd):
    assert places(lambda: write_oscal_mapping(odd)) == ["crosswalk"]
    assert places(lambda: write_prov(odd)) == ["result"]
    assert places(lambda: write_prov_n(odd)) == ["result"]
    assert places(lambda: write_case("vn.tt57-2026.gdtx", creator=odd)) == ["creator"]


def test_a_framework_that_is_not_there():
    for write in (*WRITERS, write_definition):
        with pytest.raises(InputError):
            write("no.such.framework")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError):
        read_framework_workbook(tmp_path / "none.xlsx")


def test_a_crosswalk_of_nothing():
    ends = {"from": "vn.tt18-2018", "to": "vn.tt57-2026.pho-thong"}
    crosswalk = kd.load_crosswalk({"kiemdinh": 1, "crosswalk": ends})
    assert places(lambda: write_oscal_mapping(crosswalk)) == ["crosswalk"]
