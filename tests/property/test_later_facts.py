"""Facts on later dates, made from those of the dates before, against facts that are resolved anew."""

import datetime as dt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.assessment.dates_of_change import list_dates_of_change
from kiemdinh.assessment.later_facts import LaterFacts
from kiemdinh.assessment.reported_facts import report_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.testing import dossiers, frameworks

ON = dt.date(2026, 9, 15)
# Of 20 books at most, 2 for each of 20 pupils are out of reach, until nobody knows how many pupils there are.
BOOKS_PER_PUPIL = """
kiemdinh: 1
framework: org.example.books
en: Books
source: {document: By-law}
subject: {kind: school}
scales: {ladder: {not_reached: {id: l0}, steps: [{id: l1}]}}
inputs:
  books: {type: number, unit: count, range: {from: 0, to: 20}, en: Books}
  pupils: {type: number, unit: person, range: {from: 0, to: 20}, en: Pupils}
layers: [{id: criterion, en: Criterion, verdict: level, scale: ladder}]
sets: {criteria: {among: criterion, if_empty: unmet}}
tree: [{id: c, en: Library, levels: {l1: [{id: a, en: Enough, met_if: {value: books, per: pupils, at_least: 2}}]}}]
outcomes: [{id: level, en: L, ladder: ladder, needs: {l1: {every: criteria, that: {its: level, at_least: l1}}}}]
"""
BUNDLED = [entry.load() for entry in kd.catalogue()]


def with_dates(mapping, random):
    """Return the dossier with items of evidence that come to count, or cease to, after the day of the assessment."""
    items = {f"L{n}": draw_item(random) for n in range(4)}
    findings = {
        node: {"is": said, "by": random.sample(sorted(items), random.randint(0, 2))} if isinstance(said, str) else said
        for node, said in mapping.get("findings", {}).items()
    }
    return {**mapping, "evidence": {**mapping.get("evidence", {}), **items}, "findings": findings}


def draw_item(random):
    issued, until = (ON + dt.timedelta(days=random.randint(*span)) for span in ((-400, 400), (401, 900)))
    return random.choice([{"issued": f"{issued}"}, {"until": f"{until}"}, {"issued": f"{issued}", "until": f"{until}"}])


def check_later_facts(framework, mapping, random):
    mapping = with_dates(mapping, random)
    dossier = kd.read_dossier(mapping, framework, default_date=ON)
    school = report_school(framework, dossier, Dates(ON, ON, ON))
    rules, holdings = school.facts.rules, school.facts.as_one.holdings
    # What has been asked for is taken over, what has not is resolved later.
    asked = [name for name in rules.definitions if random.random() < 0.7]
    for name in asked:
        school.truth(name)
    later = LaterFacts(framework, dossier, school, ON)
    dates = list(list_dates_of_change(framework, dossier, rules, holdings))[:12]
    for date in [*dates, *random.sample(dates, min(2, len(dates)))]:
        found, anew = later.find(date), report_school(framework, dossier, Dates(date, date, ON))
        names = [*anew.facts.rules.definitions, *{fact for facts in anew.facts.rules.facts.values() for fact in facts}]
        assert {n: found.truth(n) for n in names} == {n: anew.truth(n) for n in names}
        for one, other in zip(found.facts.stages.values(), anew.facts.stages.values(), strict=True):
            tried = [n for n in names if not one.read_name(n).is_of_award]
            assert [one.resolved(n) for n in tried] == [other.resolved(n) for n in tried]


class TestLaterFacts:
    """2.8 ... The engine derives *eligibility*, with both readings, what blocks it and the earliest date (records stay,
    only dates move, expiry included; there may be none)..."""

    @given(st.data(), st.randoms(use_true_random=True))
    @settings(max_examples=60)
    def test_of_drawn_frameworks_are_those_that_are_resolved_anew(self, data, random):
        framework = data.draw(frameworks())
        check_later_facts(framework, data.draw(dossiers(framework)), random)

    def test_of_a_number_whose_denominator_ends(self):
        framework = kd.load(text=BOOKS_PER_PUPIL)
        pupils = {"value": 20, "on": "2026-03-14", "until": "2026-09-30"}
        for seed in range(8):
            check_later_facts(framework, {"inputs": {"pupils": pupils}}, Random(seed))  # noqa: S311

    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(st.data(), st.randoms(use_true_random=True))
    @settings(max_examples=6)
    def test_of_bundled_frameworks_are_those_that_are_resolved_anew(self, framework, data, random):
        check_later_facts(framework, data.draw(dossiers(framework)), random)
