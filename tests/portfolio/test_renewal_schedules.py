"""What falls due of schools, and when they are visited: by hand, and against all schedules that there are."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.portfolio.renewals import awards_due, find_renewals, schedule
from kiemdinh.portfolio.renewals.renewal_law import AwardUnderLaw

T18 = "vn.tt18-2018/chuan-quoc-gia"
T57 = "vn.tt57-2026.pho-thong/chuan-quoc-gia"
ON, UNTIL = "2026-12-01", "2027-12-31"


def school(id_, ends, award=T57, **more):
    return {
        "id": id_,
        "stages": "thcs",
        "award": award,
        "grade": "muc-do-1",
        "signed": "2022-06-01",
        "ends": ends,
        **more,
    }


def team(id_, per_month, *not_at, trained=True):
    return {"id": id_, "per_month": per_month, "members": [{"id": f"{id_}1", "trained": trained, "not_at": [*not_at]}]}


def due(rows, on=ON, until=UNTIL, **more):
    return kd.renewals(rows, on=on, until=until, **more)


def codes(found):
    return [one.code for one in found.warnings]


class TestDue:
    """6.9 **Renewals.** An award is *due* where it is held on the first day, or may be."""

    def test_under_circular_57_the_day_to_file_by_is_not_known(self):
        (one,) = due([school("A", "2027-05-20")]).due
        assert (one.file_by, one.reason, one.by, one.edition) == (
            None, "not known", dt.date(2027, 5, 20), "vn.tt57-2026.pho-thong@2026-07-07",
        )  # fmt: skip

    def test_an_award_of_circular_18_is_renewed_under_57_once_that_is_in_force(self):
        (one,) = due([school("A", "2027-05-20", T18)]).due
        assert (one.award, one.edition, one.reason) == (T18, "vn.tt57-2026.pho-thong@2026-07-07", "not known")

    def test_under_circular_18_it_is_filed_for_five_months_before(self):
        """Khoản 2 Điều 38: at least five months before it ends."""
        (one,) = due([school("A", "2026-03-31", T18)], on="2025-06-01", until="2026-12-31").due
        assert (one.file_by, one.by, one.reason, one.lead) == (
            dt.date(2025, 10, 31), dt.date(2025, 10, 31), None, "5 months",
        )  # fmt: skip

    def test_filed_for_under_18_although_it_ends_under_57(self):
        """On the day to file by, 1 May 2026, Circular 18 is still in force."""
        (one,) = due([school("A", "2026-10-01", T18)], on="2026-04-01").due
        assert (one.file_by, one.edition) == (dt.date(2026, 5, 1), "vn.tt18-2018@2025-01-25")

    def test_once_that_day_has_passed_the_edition_of_the_first_day_has_the_word(self):
        (one,) = due([school("A", "2026-10-01", T18)], on="2026-08-01").due
        assert (one.reason, one.edition) == ("not known", "vn.tt57-2026.pho-thong@2026-07-07")
        (late,) = due([school("A", "2026-10-01", T18)], on="2026-06-01").due
        assert (late.reason, late.file_by, late.by) == ("late", dt.date(2026, 5, 1), dt.date(2026, 10, 1))

    def test_a_lead_time_that_the_caller_gives_is_said(self):
        found = due([school("A", "2027-05-20")], lead={T57: "5 months"})
        (one,) = found.due
        assert (one.file_by, one.reason, one.lead) == (dt.date(2026, 12, 20), "given", "5 months")
        assert "KD733" in codes(found)
        assert "5 months, which the caller gave" in found.to_text("en", width=400)

    def test_a_lead_time_does_not_replace_that_of_the_law(self):
        (one,) = due([school("A", "2026-03-31", T18)], on="2025-06-01", lead={T18: "1 month"}).due
        assert (one.lead, one.reason) == ("5 months", None)

    def test_without_a_printed_day_the_validity_is_counted_from_the_signing(self):
        (one,) = due([school("A", None)]).due
        assert one.expires == dt.date(2027, 6, 1)

    def test_the_last_day_is_included(self):
        assert len(due([school("A", ON), school("B", UNTIL), school("C", "2028-01-01")]).due) == 2
        assert codes(due([school("A", "2026-11-30")])) == ["KD733"]

    def test_nothing_of_what_continues_is_an_own_answer(self):
        (one,) = due([school("A", "2027-05-20", "vn.tt18-2018/kiem-dinh", grade="cap-do-1")]).due
        assert (one.reason, one.edition, one.by) == ("no successor", None, dt.date(2027, 5, 20))

    def test_an_unknown_award_is_told_with_its_day(self):
        (one,) = due([school("A", "2027-05-20", "own/star")]).due
        assert (one.award, one.reason, one.by) == ("own/star", "no such award", dt.date(2027, 5, 20))

    def test_what_has_no_known_day_is_told_and_not_scheduled(self):
        """How long an extended accreditation of ABET runs is not known."""
        award = {"award": "org.abet/accreditation", "grade": "ve", "signed": "2024-01-01"}
        found = due([{"id": "A", **award}], teams=[team("T", 1)])
        assert [(one.reason, one.by) for one in found.due] == [("no last day", None)]
        assert (codes(found), found.schedule, found.status) == (["KD733"], (), "optimal")

    def test_an_award_without_end_is_never_due(self, monkeypatch):
        own = kd.load(
            {
                "kiemdinh": 1,
                "framework": "own.clubs",
                "source": {"document": "x"},
                "subject": {"kind": "club"},
                "layers": [{"id": "criterion", "verdict": "met"}],
                "tree": [{"id": "1"}],
                "outcomes": [
                    {
                        "id": "o",
                        "cases": [{"id": "good", "if": {"every": "criterion", "that": "met"}}],
                        "otherwise": {"id": "poor"},
                    }
                ],
                "awards": [{"id": "star", "needs": {"outcome": "o", "is": "good"}}],
            }
        )
        monkeypatch.setattr(awards_due, "find_award", lambda _given, _stages: AwardUnderLaw(own, own.awards[0]))
        found = due([{"id": "A", "award": "star", "signed": "2024-01-01"}])
        assert (found.due, codes(found)) == ((), ["KD733"])
        assert "valid without end" in found.to_text("en", width=400)

    def test_an_id_alone_is_that_of_the_framework_in_force_when_it_was_signed(self):
        assert due([school("A", "2027-05-20", "chuan-quoc-gia")]).due[0].award == T18

    def test_the_wait_for_a_higher_grade_is_over_two_years_on(self):
        """Khoản 4 Điều 19 of Circular 57: two years after the recognition."""
        assert due([school("A", "2027-05-20")]).due[0].higher_from == dt.date(2024, 6, 1)
        assert due([school("A", "2027-05-20", grade="muc-do-2")]).due[0].higher_from is None

    def test_of_awards_that_overlap_the_one_signed_last_counts(self):
        rows = [school("A", "2027-05-20", T18), school("A", "2031-09-01", signed="2026-09-01")]
        found = due(rows)
        assert found.due == ()
        assert "overlap" in found.to_text("en")

    def test_a_school_that_is_gone_hands_nothing_on(self):
        rows = [school("A", "2027-05-20", until="2026-08-31"), {"id": "B", "succeeds": "A", "from": "2026-09-01"}]
        found = due(rows)
        assert found.due == ()
        assert "pass to no other school: A" in found.to_text("en", width=400)

    def test_withdrawn_expired_and_later_awards_are_not_due(self):
        rows = [
            school("A", "2027-05-20", state="withdrawn"), school("B", "2027-05-20", state="expired"),
            school("C", "2027-05-20", signed="2026-12-02"), school("D", "2027-05-20", state="unknown"),
        ]  # fmt: skip
        found = due(rows)
        assert [one.school for one in found.due] == ["D"]
        assert codes(found) == ["KD733"] * 3

    def test_a_row_that_was_set_aside_is_told(self):
        assert "KD727" in codes(due([school("A", "2027-05-20"), school("B", "soon")]))

    def test_of_nobody_nothing_is_due(self):
        found = due([{"id": "A"}])
        assert (found.due, found.status, found.schedule) == ((), None, ())
        assert all((found.to_text(), found.to_html("en"), found.to_svg("vi")))

    def test_without_teams_nothing_is_scheduled_and_months_are_counted(self):
        found = due([school("A", "2027-05-20"), school("B", "2027-05-31")])
        assert {one.month: one.due for one in found.load if one.due} == {"2027-05": 2}
        assert (found.status, found.load[0].capacity, found.load[0].scheduled) == (None, None, None)


class TestSchedule:
    """6.9 ... A visit is made in a month that lies wholly between the first day and its day and that is not barred."""

    def test_a_visit_is_made_in_the_last_whole_month(self):
        found = due([school("A", "2027-05-30"), school("B", "2027-05-31")], teams=[team("T", 1)])
        assert [(one.school, one.month, one.team) for one in found.schedule] == [
            ("A", "2027-04", "T"), ("B", "2027-05", "T"),
        ]  # fmt: skip
        assert (found.status, found.gap, found.conflict) == ("optimal", None, ())

    def test_a_barred_month_and_a_conflict_of_interest(self):
        rows = [school("A", "2027-05-31")]
        found = due(rows, teams=[team("T", 1, "A"), team("U", 1)], blackout=["2027-05"])
        assert [(one.month, one.team) for one in found.schedule] == [("2027-04", "U")]

    def test_a_team_without_a_trained_member_visits_nobody(self):
        found = due([school("A", "2027-05-31")], teams=[team("T", 1, trained=False)])
        assert (found.status, found.conflict[0].left_over[0].school) == ("infeasible", "A")
        assert found.conflict[0].room == 0
        assert "KD733" in codes(found)

    def test_awards_of_one_day_are_one_visit_and_visits_are_their_own(self):
        rows = [school("A", "2027-05-31"), school("A", "2027-05-31", "vn.tt18-2018/kiem-dinh", grade="cap-do-1")]
        visits = [{"school": "A", "kind": "advice", "by": "2027-03-31"}]
        found = due(rows, teams=[team("T", 1)], visits=visits)
        assert [(one.kind, one.month) for one in found.schedule] == [("renewal", "2027-05"), ("advice", "2027-03")]

    def test_an_earlier_schedule_is_kept_where_it_can_be(self):
        rows = [school("A", "2027-05-31"), school("B", "2027-05-31")]
        teams = [team("T", 1), team("U", 1)]
        first = due(rows, teams=teams, blackout=["2027-04", "2027-05"])
        again = due(rows, teams=teams, previous=first)
        assert [(one.month, one.team) for one in again.schedule] == [(one.month, one.team) for one in first.schedule]
        assert [one.is_changed for one in again.schedule] == [False, False]
        moved = due(rows, teams=teams, previous=first.schedule, blackout=["2027-03"])
        assert {(one.month, one.is_changed) for one in moved.schedule} == {("2027-05", True)}
        assert "changed" in moved.to_text("en")

    def test_the_same_is_asked_of_files(self, tmp_path):
        rows = [school("A", "2027-05-31")]
        first = due(rows, teams=[team("T", 1)], blackout=["2027-05"])
        first.save(tmp_path / "first.json")
        (tmp_path / "teams.yaml").write_text(
            "teams:\n  - {id: T, per_month: 1, members: [{id: a, trained: true, not_at: [B]}]}\n", "utf-8"
        )
        found = due(rows, teams=tmp_path / "teams.yaml", previous=tmp_path / "first.json")
        assert [(one.month, one.is_changed) for one in found.schedule] == [("2027-04", False)]

    @pytest.mark.parametrize("steps", range(0, 1000, 37))
    def test_what_a_smaller_budget_gives_is_a_schedule_or_none(self, steps, monkeypatch):
        rows = [school(f"S{number}", "2027-02-28") for number in range(6)]
        earlier = {"kind": "renewal", "award": T57, "month": "2027-01", "team": "T"}
        asked = {
            "teams": [team("T", 1), team("U", 2, "S1")],
            "previous": [{"school": row["id"], **earlier} for row in rows],
        }
        best = due(rows, **asked)
        monkeypatch.setattr(schedule, "_STEPS", steps)
        found = due(rows, **asked)
        assert best.status == "optimal"
        if found.status == "optimal":
            assert found == best
        elif found.status == "bounded":
            assert 0 < found.gap <= 1
            assert None not in {one.month for one in found.schedule}
            assert all(load.scheduled <= load.capacity for load in found.load)
            assert "may be better" in found.to_text("en", width=400)
        else:
            assert (found.status, {one.month for one in found.schedule}) == ("unknown", {None})

    def test_a_schedule_of_nothing_is_optimal(self):
        found = due([{"id": "A"}], teams=[team("T", 1)])
        assert (found.status, found.schedule, found.load[0].capacity) == ("optimal", (), 1)

    def test_a_search_that_ends_early_says_so(self, monkeypatch):
        monkeypatch.setattr(schedule, "_STEPS", 5)
        found = due([school("A", "2027-05-31")], teams=[team("T", 1)])
        assert (found.status, found.schedule[0].month, found.conflict) == ("unknown", None, ())


# -- against all schedules -----------------------------------------------------------------------------------

FIRST = 2026 * 12 + 11
LAST_DAYS = ["2026-12-31", "2027-01-31", "2027-02-28"]


@st.composite
def small_cases(draw):
    """A few schools, months and teams, with conflicts of interest and an earlier schedule."""
    ids = [f"S{number}" for number in range(draw(st.integers(1, 4)))]
    rows = [school(id_, draw(st.sampled_from(LAST_DAYS))) for id_ in ids]
    teams = [
        team(f"T{number}", draw(st.integers(0, 2)), *draw(st.lists(st.sampled_from(ids), max_size=2)))
        for number in range(draw(st.integers(1, 2)))
    ]
    months = ["2026-12", "2027-01", "2027-02"]
    previous = [
        {
            "school": id_,
            "kind": "renewal",
            "award": T57,
            "month": draw(st.sampled_from(months)),
            "team": draw(st.sampled_from(["T0", "T1"])),
        }
        for id_ in draw(st.lists(st.sampled_from(ids), unique=True))
    ]
    return rows, teams, draw(st.lists(st.sampled_from(months), max_size=1)), previous


def open_slots(row, teams, blackout):
    """Where a school may be visited: months by number, and teams."""
    last = LAST_DAYS.index(row["ends"])
    months = [
        month for month in range(last + 1) if f"{(FIRST + month) // 12}-{(FIRST + month) % 12 + 1:02}" not in blackout
    ]
    return [(month, one["id"]) for month in months for one in teams if row["id"] not in one["members"][0]["not_at"]]


def cost(choice, rows, previous):
    """What a schedule costs, aim by aim; None stands for a visit that is left over."""
    old = {one["school"]: (LAST_DAYS.index(_last_day(one["month"])), one["team"]) for one in previous}
    moved = sum(
        row["id"] in old and (slot is None or slot[0] != old[row["id"]][0])
        for row, slot in zip(rows, choice, strict=True)
    )
    other = sum(
        row["id"] in old and slot is not None and slot[1] != old[row["id"]][1]
        for row, slot in zip(rows, choice, strict=True)
    )
    early = sum(
        LAST_DAYS.index(row["ends"]) - slot[0] for row, slot in zip(rows, choice, strict=True) if slot is not None
    )
    return (choice.count(None), moved, other, early)


def _last_day(month):
    return next(day for day in LAST_DAYS if day.startswith(month))


def has_room(choice, teams):
    room = {one["id"]: one["per_month"] for one in teams}
    used = [slot for slot in choice if slot is not None]
    return all(used.count(slot) <= room[slot[1]] for slot in used)


def all_schedules(rows, teams, blackout):
    options = [[None, *open_slots(row, teams, blackout)] for row in rows]
    return (choice for choice in itertools.product(*options) if has_room(choice, teams))


@settings(max_examples=60, deadline=None)
@given(small_cases())
def test_no_schedule_is_better(case):
    rows, teams, blackout, previous = case
    found = due(rows, until="2027-02-28", teams=teams, blackout=blackout, previous=previous)
    by_school = {one.school: one for one in found.schedule}
    assert len(by_school) == len(rows)
    choice = tuple(
        None if one.month is None else (LAST_DAYS.index(_last_day(one.month)), one.team)
        for one in (by_school[row["id"]] for row in rows)
    )
    assert all(slot is None or slot in open_slots(row, teams, blackout) for row, slot in zip(rows, choice, strict=True))
    assert has_room(choice, teams)
    best = min(cost(each, rows, previous) for each in all_schedules(rows, teams, blackout))
    assert cost(choice, rows, previous) == best
    assert found.status == ("infeasible" if best[0] else "optimal")
    assert {one.month: one.scheduled for one in found.load if one.scheduled} == {
        month: sum(one.month == month for one in found.schedule)
        for month in {one.month for one in found.schedule} - {None}
    }


@settings(max_examples=60, deadline=None)
@given(small_cases())
def test_a_conflict_has_no_room_and_is_least(case):
    """Every school that is due has a month before its day, or is left over in a conflict."""
    rows, teams, blackout, _ = case
    found = due(rows, until="2027-02-28", teams=teams, blackout=blackout)
    left = {one.school for one in found.schedule if one.month is None}
    assert left == {visit.school for one in found.conflict for visit in one.left_over}

    def fits(ids):
        chosen = [row for row in rows if row["id"] in ids]
        return any(None not in each for each in all_schedules(chosen, teams, blackout))

    for conflict in found.conflict:
        there = {one.school for one in conflict.visits if one.month is not None}
        assert conflict.room == len(there)
        for one in conflict.left_over:
            least = there | {one.school}
            assert not fits(least)
            assert all(fits(least - {gone}) for gone in least)


class TestWrongInput:
    def refuse(self, *words, rows=(), **more):
        with pytest.raises(kd.InputError) as caught:
            due([school("A", "2027-05-20"), *rows], **more)
        text = str(caught.value)
        assert all(word in text for word in words), text

    def test_all_that_is_wrong_is_told_at_once(self):
        teams = [team("T", -1), team("T", 1), {"id": "T", "per_month": 1, "members": []}]
        words = ("-1", "two teams have the id 'T'", "list of members", "2027-13", "KD303")
        lead = {"own/star": "5 months"}
        self.refuse(*words, teams=[*teams, team("T", 2)], blackout=["2027-13"], lead=lead)

    def test_dates_out_of_order(self):
        self.refuse("until", on="2027-01-01", until="2026-01-01")
        self.refuse("2026-11-30", "lies before", visits=[{"school": "A", "kind": "advice", "by": "2026-11-30"}])

    def test_unknown_keys_kinds_and_times(self):
        self.refuse("per_month", teams=[{"id": "T", "permonth": 1, "members": [{"id": "a"}]}])
        self.refuse("inspection", visits=[{"school": "A", "kind": "visit", "by": "2027-11-30"}])
        self.refuse("length of time", lead={T57: "soon"})
        self.refuse("did you mean", lead={T57 + "s": "5 months"})

    def test_a_school_that_is_visited_twice_in_an_earlier_schedule(self):
        rows = [{"school": "A", "month": "2027-01"}, {"school": "A", "month": "2027-02"}]
        self.refuse("2027-01", "2027-02", previous=rows)

    def test_more_teams_than_anybody_has(self):
        self.refuse("KD007", teams=[team(f"T{n}", 1) for n in range(1001)])

    def test_a_network_that_is_too_large_is_not_searched(self, monkeypatch):
        monkeypatch.setattr(schedule, "_MAX_ARCS", 20)
        assert due([school("A", "2027-05-31")], teams=[team("T", 1)]).status == "unknown"

    def test_what_is_over_is_told(self):
        found = due([school("A", "2027-05-20")], teams=[team("T", 1)], blackout=["2026-11"],
                    previous=[{"school": "A", "award": T57, "month": "2026-10"}],
                    visits=[{"school": "Z", "kind": "advice", "by": "2028-05-01"}])  # fmt: skip
        assert codes(found) == ["KD728", "KD733", "KD733", "KD733"]

    def test_without_the_solver_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "highspy", None)
        self.refuse("kiemdinh[solvers]", teams=[team("T", 1)])


class TestForms:
    def test_it_is_saved_in_each_form(self, tmp_path):
        found = due([school("<b>=1", "2027-05-31")], teams=[team("T", 1)])
        for ending in ("csv", "json", "md", "txt", "html", "svg", "xlsx", "parquet", "ics"):
            found.save(tmp_path / f"x.{ending}", "vi")
        assert "<b>" not in (tmp_path / "x.html").read_text("utf-8")
        assert json.loads((tmp_path / "x.json").read_text("utf-8"))["status"] == "optimal"

    def test_a_calendar_has_the_day_and_the_month_of_the_visit(self):
        text = due([school("A", "2027-05-31")], teams=[team("T", 1)], blackout=["2027-05"]).to_ics("en")
        starts = [line for line in text.splitlines() if line.startswith(("DTSTART", "DTEND"))]
        assert starts == [
            "DTSTART;VALUE=DATE:20270531", "DTEND;VALUE=DATE:20270601", "DTSTART;VALUE=DATE:20270401",
            "DTEND;VALUE=DATE:20270501",
        ]  # fmt: skip

    def test_the_same_is_the_same(self):
        rows = [school(f"S{n}", "2027-05-31") for n in range(6)]
        one, other = (find_renewals(rows, on=ON, until=UNTIL, teams=[team("T", 2), team("U", 1)]) for _ in range(2))
        assert one == other
        assert one.to_json() == other.to_json()
