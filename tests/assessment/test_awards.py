"""Awards: how long they are valid, and what the definition must not confuse (semantics 2.8, 3.7)."""

import datetime as dt

import pytest

import kiemdinh as kd

STEPS = ("one", "two", "three", "four")


def definition(**more):
    return {
        "kiemdinh": 1,
        "framework": "test.awards",
        "source": {"document": "By-law 1"},
        "subject": {"kind": "school"},
        "scales": {"l": {"steps": [{"id": step} for step in STEPS], "not_reached": {"id": "none"}}},
        "layers": [{"id": "c", "verdict": "level", "scale": "l", "no_text": "carries"}],
        "tree": [{"id": "1", "levels": {step: [{"id": "a"}] for step in STEPS}}],
        "outcomes": [
            {
                "id": "o",
                "ladder": "l",
                "needs": {step: {"every": "c", "that": {"its": "level", "at_least": step}} for step in STEPS},
            }
        ],
    } | more


class TestValidity:
    """2.8 An **award** (accreditation certificate, national-standard recognition) has conditions over an outcome; it
    has its own label, authority, validity and renewal lead time.
    """

    TABLE = {"by": "o", "values": {"one": "1 year", "two": "2 years", "three": "3 years", "four": "4 years"}}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("findings", "lengths"),
        [
            ({"1/one/a": "met", "1/four/a": "unmet"}, ("1 year", "2 years", "3 years")),
            ({"1/one/a": "met", "1/two/a": "met"}, ("2 years", "3 years", "4 years")),
            ({"1": "two"}, ("2 years",)),
            ({"1": "none"}, ()),
            ({}, ("1 year", "2 years", "3 years", "4 years")),
        ],
    )
    def test_by_an_open_ladder_it_is_that_of_each_level_between(self, findings, lengths):
        award = {"id": "badge", "needs": {"outcome": "o", "at_least": "one"}, "valid": self.TABLE}
        result = kd.assess(kd.load(definition(awards=[award])), {"findings": findings}, on="2026-06-30")
        assert result.awards[0].valid == lengths


class TestOneNameForOneFact:
    """3.7 Each of these is a *step*, a fact of its own."""

    @pytest.mark.parametrize("step", STEPS[:2])
    def test_a_part_is_not_named_as_a_level(self, step):
        tree = [{"id": "1", "levels": {"one": [{"id": "a"}]}, "parts": [{"id": step}]}]
        with pytest.raises(kd.InputError) as caught:
            kd.load(definition(tree=tree))
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.path) == ("KD201", "tree[0].parts[0].id")
        assert f"'1/{step}'" in problem.message

    def test_a_part_may_have_the_name_of_a_level_of_another_scale(self):
        tree = [{"id": "1", "levels": {"one": [{"id": "a"}]}, "parts": [{"id": "muc-1"}]}]
        assert "1/muc-1" in kd.load(definition(tree=tree)).nodes


class TestWhatWasHeld:
    """4.3 An award granted under a repealed framework stays valid until it expires or a recorded decision ends it. The
    printed date governs over a computed one.
    """

    AWARD = {  # noqa: RUF012
        "id": "badge",
        "needs": {"outcome": "o", "at_least": "one"},
        "valid": "5 years",
        "en": "Badge",
        "vi": "Huy hiệu",
    }

    def result(self, *held):
        dossier = {"held": [{"award": "badge", **record} for record in held], "complete": ["held"]}
        return kd.assess(kd.load(definition(awards=[self.AWARD])), dossier, on="2026-06-30")

    @pytest.mark.parametrize(
        ("until", "printed", "note"), [("2026-12-31", True, False), (None, False, True), ("2027-03-01", True, False)]
    )
    def test_a_computed_last_day_is_told_from_a_printed_one(self, until, printed, note):
        result = self.result({"signed": "2022-03-01", "until": until})
        (award,) = result.awards
        assert (award.held_until.isoformat(), award.is_printed) == (until or "2027-03-01", printed)
        assert ("computed from its signing" in result.to_text("en", width=200)) is note
        assert ("tính từ ngày ký" in result.to_text("vi", width=200)) is note

    def test_a_withdrawn_one_stays_in_the_result_with_its_reason(self):
        result = self.result({"signed": "2022-03-01", "ended": "2025-01-10", "why": "data were false"})
        (award,) = result.awards
        (past,) = award.past
        assert award.held is None
        assert (past.held.ended.isoformat(), past.held.why, past.is_withdrawn) == (
            "2025-01-10",
            "data were false",
            True,
        )
        assert "No longer held: Badge, signed 2022-03-01, ended by a decision of 2025-01-10 (data were false)" in (
            " ".join(result.to_text("en", width=200).split())
        )
        assert result.to_dict()["awards"][0]["past"][0]["is_withdrawn"] is True

    def test_one_that_expired_stays_too(self):
        first, last = {"signed": "2014-01-01", "until": "2019-06-30"}, {"signed": "2019-07-01"}
        (award,) = self.result(first, last).awards
        told = [
            (past.held.signed.year, past.last_day.isoformat(), past.is_printed, past.is_withdrawn)
            for past in award.past
        ]
        assert told == [(2019, "2024-07-01", False, False), (2014, "2019-06-30", True, False)]

    def test_what_is_signed_later_is_not_past(self):
        assert self.result({"signed": "2026-07-01"}).awards[0].past == ()


class TestValidityByGrade:
    """S15 ... A validity by the labels of an outcome is that of the grade that the record names."""

    VALID = {"by": "o", "values": {"one": "1 year", "two": "4 years"}, "otherwise": "unknown"}  # noqa: RUF012
    NEEDS = {step: {"outcome": "o", "at_least": step} for step in STEPS}  # noqa: RUF012

    def award(self, record, on, **more):
        award = {"id": "badge", "ladder": "l", "needs": self.NEEDS, "valid": self.VALID, **more}
        dossier = {"held": [{"award": "badge", "signed": "2022-03-01", **record}], "complete": ["held"]}
        return kd.assess(kd.load(definition(awards=[award])), dossier, on=on).awards[0]

    @pytest.mark.parametrize(("grade", "last"), [("one", "2023-03-01"), ("two", "2026-03-01")])
    def test_it_is_held_through_the_last_day_of_its_grade(self, grade, last):
        held = self.award({"grade": grade}, last)
        assert (held.held.grade, str(held.held_until), held.is_printed) == (grade, last, False)
        day_after = str(dt.date.fromisoformat(last) + dt.timedelta(days=1))
        assert self.award({"grade": grade}, day_after).held is None

    def test_the_printed_date_governs(self):
        assert str(self.award({"grade": "two", "until": "2024-12-31"}, "2024-06-30").held_until) == "2024-12-31"

    def test_of_a_grade_without_a_length_it_is_not_known(self):
        valid = {**self.VALID, "values": {"one": "1 year", "two": "unknown"}}
        assert self.award({"grade": "two"}, "2024-06-30", valid=valid).held_until is None

    @pytest.mark.parametrize(
        ("day", "states"),
        [("2023-12-31", ("held", "held")), ("2024-01-01", ("not", "held")), ("2027-01-01", ("not", "not"))],
    )
    def test_in_the_catalogue_edutrust_provisional_is_held_for_a_year_and_star_for_four(self, day, states):
        for grade, state in zip(("provisional", "star"), states, strict=True):
            record = {"award": "certificate", "grade": grade, "signed": "2022-12-31"}
            (award,) = kd.assess("sg.edutrust", {"held": [record], "complete": ["held"]}, on=day).awards
            assert (award.held is not None) == (state == "held")


class TestTheOtherReadingOfTheWait:
    """2.8 A waiting time binds only who holds the lower award."""

    AWARD = {  # noqa: RUF012
        "id": "badge",
        "ladder": "l",
        "needs": {step: {"outcome": "o", "at_least": step} for step in STEPS},
        "valid": "5 years",
        "wait_for_higher": "2 years",
    }

    def grade(self, *held):
        dossier = {"held": [{"award": "badge", "grade": "one", **record} for record in held], "complete": ["held"]}
        result = kd.assess(
            kd.load(definition(awards=[self.AWARD])), {**dossier, "findings": {"1": "two"}}, on="2026-06-30"
        )
        return result.awards[0].grades[1], result.to_text("en")

    def test_a_renewal_begins_the_wait_anew_and_the_other_reading_is_named(self):
        grade, text = self.grade({"signed": "2020-03-01"}, {"signed": "2025-03-01"})
        assert grade.waits_until.isoformat() == "2027-03-01"
        assert grade.waits_until_from_first.isoformat() == "2022-03-01"
        assert "from the first recognition it would be until 2022-03-01" in " ".join(text.split())

    @pytest.mark.parametrize(
        "earlier",
        [
            [],
            [{"signed": "2015-03-01"}],  # its last day is 2020-03-01: no series without a gap
            [{"signed": "2020-03-01", "ended": "2023-01-01", "why": "withdrawn"}],
        ],
    )
    def test_where_both_are_the_same_day_nothing_is_said(self, earlier):
        grade, text = self.grade(*earlier, {"signed": "2025-03-01"})
        assert (grade.waits_until.isoformat(), grade.waits_until_from_first) == ("2027-03-01", None)
        assert "first recognition" not in text

    def test_once_it_is_over_nothing_is_said(self):
        grade, _ = self.grade({"signed": "2020-03-01"}, {"signed": "2024-03-01"})
        assert (grade.waits_until, grade.waits_until_from_first) == (None, None)
