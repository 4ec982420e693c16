"""The earliest date of an award against assessing on every day until then."""

import datetime as dt

import pytest

import kiemdinh as kd

FRAMEWORK = """\
kiemdinh: 1
framework: org.example.seal
source: {document: By-law 1}
subject: {kind: school}
evidence: EVIDENCE
inputs: {built: {type: date}}
layers: [{id: c, verdict: met}]
tree: [{id: "1"}, {id: "2"}]
outcomes: [{id: o, cases: [{id: good, if: {every: c, that: met}}], otherwise: {id: poor}}]
awards:
  - {id: seal, needs: {all: [NEEDS]}, valid: 5 years}
  - {id: first, needs: {every: c, that: met}}
"""
MET = "{every: c, that: met}"
DAY = dt.timedelta(days=1)


def award_on(day, dossier, evidence="{items: 1}", needs=MET):
    text = FRAMEWORK.replace("EVIDENCE", evidence).replace("NEEDS", needs)
    return kd.assess(kd.load(text=text), dossier, on=day).awards[0]


def cited(*codes):
    return {"1": {"is": "met", "by": list(codes)}, "2": {"is": "met", "by": list(codes)}}


class TestEarliest:
    """2.8 ... The engine derives *eligibility*, with both readings, what blocks it and the earliest date (records stay,
    only dates move, expiry included; there may be none)..."""

    @pytest.mark.parametrize(
        ("dossier", "evidence", "needs"),
        [
            (
                {"findings": cited("A"), "evidence": {"A": {"title": "t", "issued": "2027-01-01"}}},
                "{items: 1, in_place_for: 1 year}",
                MET,
            ),
            (
                {"findings": cited("A"), "evidence": {"A": {"title": "t", "issued": "2028-02-29"}}},
                "{in_place_for: 1 year}",
                MET,
            ),
            ({"inputs": {"built": "2024-08-31"}}, "{items: 0}", "{value: built, at_least: 3 years}"),
            ({"inputs": {"built": "2024-08-31"}}, "{items: 0}", "{not: {value: built, at_most: 30 months}}"),
            (
                {"held": [{"award": "first", "signed": "2026-01-31"}], "complete": ["held"]},
                "{items: 0}",
                "{award: first, is: held, for: 13 months}",
            ),
        ],
    )
    def test_is_the_first_day_on_which_it_is_certain(self, dossier, evidence, needs):
        first = dt.date(2026, 12, 20)
        award = award_on(first, dossier, evidence, needs)
        earliest = award.grades[0].earliest
        assert earliest is not None
        assert award.certain is None
        assert award_on(earliest, dossier, evidence, needs).certain is not None
        assert award_on(earliest - DAY, dossier, evidence, needs).certain is None

    def test_dates_of_items_that_nothing_cites_do_not_crowd_it_out(self):
        items = {f"X{n:02}": {"title": "t", "issued": f"2027-01-{n:02}"} for n in range(1, 29)}
        dossier = {"findings": cited("A"), "evidence": {**items, "A": {"title": "t", "issued": "2027-02-01"}}}
        assert award_on(dt.date(2026, 12, 20), dossier).grades[0].earliest == dt.date(2027, 2, 1)
