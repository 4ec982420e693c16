"""A forecast against assessing on each day by itself."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from communes import LEVELS, commune
from kiemdinh.testing import dossiers, frameworks

ON = dt.date(2026, 8, 15)
MAX_DAYS = 120
INN = """
kiemdinh: 1
framework: org.example.inn
source: {document: Rule 1, in_force: 2020-01-01}
subject: {kind: inn}
school_year: {begins: 09-05, ended_by: 08-31}
evidence: {items: 1, no_older_than: 1 year, in_place_for: 10 days}
scales:
  stars: {not_reached: {id: none}, steps: [{id: one}, {id: two}]}
  grades: {steps: [{id: wood}, {id: iron}]}
layers:
  - {id: item, verdict: level, scale: stars, no_text: carries, not_applicable: drop}
inputs:
  opened: {type: date, en: Opened}
  waived: {type: decision, en: The rule on tea is waived}
  guests: {type: number, unit: person, each: year, en: Guests}
sets:
  last_years: {among: year, last: 2}
  items: {among: item, if_empty: unmet}
tree:
  - {id: "1", levels: {one: [{id: a, en: Clean}], two: [{id: a, en: Quiet}]}, evidence_policy: {lifts: [no_older_than]}}
  - {id: "2", levels: {one: [{id: a, en: Breakfast}, {id: b, en: Tea, when: {value: waived, is: false}}]}}
  - {id: "3", levels: {one: [{id: a, en: Old, met_if: {value: opened, at_least: 5 years}}]}}
  - {id: "4", levels: {two: [{id: a, en: Full, met_if: {every: last_years, that: {value: guests, at_least: 3}}}]}}
outcomes:
  - id: class
    ladder: stars
    needs:
      one: {count: items, that: {its: level, at_least: one}, at_least: 3}
      two: {every: items, that: {its: level, at_least: two}}
awards:
  - id: sign
    ladder: grades
    needs:
      wood: {outcome: class, at_least: one}
      iron: {any: [{outcome: class, at_least: two}, {value: waived, is: true}]}
    valid: 1 year
    wait_for_higher: 3 months
    renew_before: 1 month
    lost_if: {outcome: class, below: one}
  - {id: cup, needs: {award: sign, is: held, for: 2 months}}
"""
FRAMEWORK = kd.load(text=INN)
ACTS = (
    [{"at": "2/one/b", "do": "remove"}],
    [{"at": "3/one/a", "do": "replace", "to": {"id": "a", "met_if": {"value": "opened", "at_least": "4 years"}}}],
    [{"at": "2", "do": "suspend"}],
    [{"at": "4", "do": "remove"}],
)


def amend(framework, day, changes):
    source = {"document": f"Rule of {day}", "in_force": f"{day}"}
    return kd.apply(framework, {"kiemdinh": 1, "amends": framework.id, "source": source, "changes": changes})


def near(days=MAX_DAYS, before=40):
    """Days from some before the assessment to some behind the end."""
    return st.integers(-before, days + 10).map(lambda n: ON + dt.timedelta(days=n))


@st.composite
def inn_dossiers(draw):
    items = {f"M{i}": draw_item(draw) for i in range(3)}
    says = st.sampled_from(("met", "met", "met", "unmet", "unknown"))
    cites = st.lists(st.sampled_from(sorted(items)), max_size=2, unique=True)
    nodes = ("1/one/a", "1/two/a", "2/one/a", "2/one/b")
    findings = {node: {"is": draw(says), "by": draw(cites)} for node in nodes if draw(st.integers(0, 5))}
    inputs = {}
    if draw(st.booleans()):
        day = draw(st.sampled_from((ON.replace(year=2021), ON.replace(year=2022), dt.date(2021, 9, 20))))
        inputs["opened"] = f"{day + dt.timedelta(days=draw(st.integers(-30, 90)))}"
    inputs["guests"] = {
        f"{year}-{year + 1}": draw(st.integers(2, 4)) for year in (2023, 2024, 2025) if draw(st.booleans())
    }
    made = {"why": "so", "author": "Board"}
    decided = [made | {"value": draw(st.booleans()), "on": f"{draw(near())}"} for _ in range(draw(st.integers(0, 2)))]
    for one in decided:
        if one["value"] and draw(st.booleans()):
            one["until"] = f"{dt.date.fromisoformat(one['on']) + dt.timedelta(days=draw(st.integers(0, 60)))}"
    inputs["waived"] = decided
    held = []
    for _ in range(draw(st.integers(0, 2))):
        signed = draw(near(before=400))
        one = {"award": "sign", "grade": draw(st.sampled_from(("wood", "iron"))), "signed": f"{signed}"}
        if draw(st.booleans()):
            one["until"] = f"{signed + dt.timedelta(days=draw(st.integers(0, 400)))}"
        if draw(st.integers(0, 3)) == 0:
            one["ended"] = f"{signed + dt.timedelta(days=draw(st.integers(0, 300)))}"
        held.append(one)
    complete = [name for name in ("held", "decisions") if draw(st.booleans())]
    data = {"findings": findings, "inputs": {k: v for k, v in inputs.items() if v}, "held": held, "complete": complete}
    return data | ({"evidence": items} if draw(st.integers(0, 3)) else {})


def draw_item(draw):
    until = draw(near())
    issued = until - dt.timedelta(days=draw(st.integers(0, 420)))
    return {k: f"{v}" for k, v in (("issued", issued), ("until", until)) if draw(st.booleans())}


def check_forecast(framework, editions, dossier, days):
    knowledge = ON + dt.timedelta(days=days)
    read = kd.read_dossier(dossier, framework, default_date=ON)
    result = kd.assess(framework, read, on=ON, knowledge_date=knowledge)
    forecast = result.forecast(until=knowledge, editions=editions)
    spans = {}
    for span in forecast.spans:
        assert span.start <= span.end
        for n in range((span.end - span.start).days + 1):
            spans[span.start + dt.timedelta(days=n)] = span
    assert sorted(spans) == [ON + dt.timedelta(days=n) for n in range(days + 1)]
    assert forecast.search.complete
    for day, span in spans.items():
        running = [one for one in (framework, *editions) if one.edition_holds(day)]
        if not running:
            assert (span.edition, span.level, span.determined) == (None, None, False)
            continue
        edition = max(running, key=lambda one: one.definition.source.in_force or dt.date.min)
        findings = tuple(one for one in read.findings if one.node in edition.nodes)
        alone = kd.assess(edition, replace(read, findings=findings), on=day, knowledge_date=knowledge)
        told = (span.edition, span.level, span.attainable, span.determined, span.outcome)
        assert told == (edition.edition, alone.level, alone.attainable, alone.determined, alone.outcome), day
        awards = [(a.id, a.certain, a.possible, a.held is not None, a.held_until) for a in alone.awards]
        assert [(a.id, a.certain, a.possible, a.held is not None, a.held_until) for a in span.awards] == awards, day
    check_events(forecast, [outcome.id for outcome in framework.outcomes])


def check_events(forecast, outcomes):
    starts = {span.start for span in forecast.spans[1:]}
    assert starts <= {event.on for event in forecast.events}
    assert [event.on for event in forecast.events] == sorted(event.on for event in forecast.events)
    for one, two in zip(forecast.spans, forecast.spans[1:], strict=False):
        lowered = {shown for event in forecast.events if event.on == two.start for shown in event.lowers}
        if one.edition == two.edition and one.level is not None and one.level != two.level and two.level is None:
            level = one.level.id
            assert any(
                shown in (f"outcome:{name}/{level}", f"label:{name}={level}") for name in outcomes for shown in lowered
            )


@st.composite
def commune_dossiers(draw):
    """Draw a commune: its schools belong to it on days near the assessment, and results of theirs come and end."""
    schools, results = [], []
    for name in draw(st.lists(st.sampled_from("ABC"), min_size=1, unique=True)):
        days = sorted(draw(st.lists(near(), min_size=2, max_size=2)))
        terms = {key: f"{day}" for key, day in zip(("from", "until"), days, strict=True) if draw(st.booleans())}
        public = draw(st.sampled_from([True, True, False, "unknown"]))
        schools.append({"id": name, "public": public, "highest_stage": "thcs", **terms})
        for on in draw(st.lists(near(), max_size=2, unique=True)):
            until = {"until": f"{on + dt.timedelta(days=draw(st.integers(0, 60)))}"} if draw(st.booleans()) else {}
            step = draw(st.sampled_from(LEVELS))
            results.append({"member": name, "outcome": "vn.tt13-2020/muc", "is": step, "on": f"{on}", **until})
    findings = {"10": "met", "17": "met"}
    complete = {"complete": ["school"]} if draw(st.integers(0, 3)) else {}
    dossier = {"inputs": {"region": "other"}, "findings": findings, **complete}
    return dossier | {"register": {"school": schools}} | ({"results": results} if results else {})


class TestForecastIsAssessingEachDay:
    """4.6 A forecast equals assessing on each day on which an edition is in force."""

    @given(inn_dossiers(), st.lists(st.tuples(near(before=0), st.integers(0, 3)), max_size=2), st.integers(0, MAX_DAYS))
    @settings(max_examples=25)
    def test_of_dated_records_and_editions_that_change_on_the_way(self, dossier, acts, days):
        framework = FRAMEWORK
        editions, latest = [], framework
        for day, act in sorted({day: act for day, act in acts if day > ON}.items()):
            try:
                latest = amend(latest, day, ACTS[act])
            except kd.InputError:  # what it changes has been removed before
                continue
            editions.append(latest)
        check_forecast(framework, editions, dossier, days)

    @given(commune_dossiers(), st.integers(0, 60))
    @settings(max_examples=25)
    def test_of_members_that_come_and_go(self, dossier, days):
        check_forecast(commune(), [], dossier, days)

    @given(st.data(), st.randoms(use_true_random=False))
    @settings(max_examples=15)
    def test_of_drawn_frameworks(self, data, random):
        framework = data.draw(frameworks())
        drawn = data.draw(dossiers(framework))
        items = {f"L{n}": {"until": f"{ON + dt.timedelta(days=random.randint(-5, 60))}"} for n in range(3)}
        findings = {
            node: {"is": said, "by": random.sample(sorted(items), random.randint(0, 2))}
            for node, said in drawn.get("findings", {}).items()
            if isinstance(said, str)
        }
        dossier = drawn | {
            "evidence": {**drawn.get("evidence", {}), **items},
            "findings": drawn.get("findings", {}) | findings,
        }
        check_forecast(framework, [], dossier, 45)
