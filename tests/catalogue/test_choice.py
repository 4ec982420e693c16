"""The framework of a school that names none is never one for programmes, buildings or another country."""

import datetime as dt

import pytest

import kiemdinh as kd

DAYS = ("2016-12-31", "2018-12-31", "2025-06-30", "2026-12-31", "2030-06-30")


def covers(edition):
    return edition.framework.definition.source.covers


class TestInForce:
    """4.2 The choice without a name is among the editions that say which schools they cover."""

    @pytest.mark.parametrize("day", DAYS)
    def test_every_edition_says_whom_it_covers(self, day):
        assert all(covers(edition) for edition in kd.in_force(on=day))

    def test_a_framework_in_force_for_programmes_is_not_among_them(self):
        assert kd.load("vn.tt04-2025").edition_holds(dt.date(2026, 12, 31))
        assert "vn.tt04-2025" not in [edition.id for edition in kd.in_force(on="2026-12-31")]


class TestChoice:
    @pytest.mark.parametrize("stage", ["tieu-hoc", "thcs", "thpt"])
    def test_a_school_gets_a_framework_for_schools(self, stage):
        result = kd.assess(None, {"school": {"stages": [stage]}}, on="2027-06-30")
        assert result.framework.id == "vn.tt57-2026.pho-thong"

    def test_where_none_for_schools_is_in_force_the_day_is_told(self):
        with pytest.raises(kd.InputError) as caught:
            kd.assess(None, {"school": {"stages": ["thcs"]}}, on="2018-01-01")
        (found,) = caught.value.diagnostics
        assert found.code == "KD335"
        assert "no edition is in force on 2018-01-01" in str(found)
        assert "vn.tt18-2018@2018-10-10 from 2018-10-10 on" in str(found)

    def test_what_is_offered_is_for_schools(self):
        with pytest.raises(kd.InputError) as caught:
            kd.assess(None, {}, on="2027-06-30")
        assert "abet" not in str(caught.value)
        assert "vn.tt57-2026.mam-non" in str(caught.value)

    def test_a_framework_of_another_kind_is_assessed_where_it_is_named(self):
        result = kd.assess(None, {"framework": "sg.edutrust", "findings": {"P": "unmet"}}, on="2024-06-30")
        assert result.outcome.id == "none"
