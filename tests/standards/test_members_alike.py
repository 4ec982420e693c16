"""What is asked of the members of a register, lowered for one of them and put for the others (semantics 6.2)."""

import datetime as dt
from dataclasses import fields
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.evidence.resolution.populations import populations_on
from kiemdinh.rules import Term
from kiemdinh.standards.loading import framework as loading
from kiemdinh.standards.lowering import Setting
from kiemdinh.standards.lowering.members import alike, finder

DISTRICT = """
kiemdinh: 1
framework: org.example.forms
en: Each way to ask something of members
source: {document: Example}
subject: {kind: district, has: [commune, school]}
inputs:
  region: {type: choice, choices: [delta, other]}
  public: {type: yes_no, each: school}
  kind: {type: choice, choices: [thcs, thpt], each: school}
  pupils: {type: number, range: {from: 0, to: 900}, each: school}
  rooms: {type: number, range: {from: 0, to: 90}, each: school}
  books: {type: number, range: {from: 0, to: 900}, each: [school, year]}
  opened: {type: date, each: school}
  rural: {type: yes_no, each: commune}
  score: {type: number, range: {from: 0, to: 10}, each: commune}
references:
  org.example.muc/muc: {scale: [one, two, three]}
  org.example.held/standard: {scale: [low, high]}
sets:
  public_schools: {among: school, where: {value: public, is: true}, if_empty: unknown}
  upper: {among: school, where: {value: kind, is: [thcs]}, if_empty: met}
  large:
    among: school
    where: {any: [{value: pupils, at_least: 100}, {outcome: org.example.muc/muc, at_least: two}]}
    if_empty: met
  of_region:
    among: school
    where: {value: pupils, at_least: {by: region, values: {delta: 200, other: 100}}}
    if_empty: unmet
  where_many:
    among: school
    where: {count: commune, that: {value: rural, is: true}, at_most: {value: rooms}}
    if_empty: met
  rural_communes: {among: commune, where: {value: rural, is: true}, if_empty: not-applicable}
  years: {among: year, last: 2}
layers: [{id: criterion, verdict: met, not_applicable: drop}]
define:
  mean_rooms: {mean: public_schools, of: {value: rooms}}
  number: {count: large}
  is_good:
    all:
      - {outcome: org.example.muc/muc, at_least: one}
      - {value: rooms, at_least: {by: pupils, steps: [{up_to: 50, then: 4}, {then: 8}]}}
tree:
  - {id: "1", met_if: {every: public_schools, that: is_good}}
  - id: "2"
    met_if:
      share: large
      that: {outcome: org.example.muc/muc, at_least: two}
      at_least: {by: region, values: {delta: 80%, other: {by: number, steps: [{up_to: 2, then: 50%}, {then: 75%}]}}}
  - {id: "3", met_if: {value: mean_rooms, at_least: 8}}
  - id: "4"
    met_if:
      all:
        - {sum: public_schools, of: {value: pupils}, at_least: 300}
        - {count: upper, that: {value: rooms, at_least: 10}, at_least: 2}
  - {id: "5", met_if: {share: public_schools, that: is_good, weight: {value: pupils}, at_least: 60%}}
  - {id: "6", met_if: {lowest: public_schools, of: {value: rooms}, at_least: {value: number}}}
  - id: "7"
    when: {value: region, is: other}
    met_if: {share: rural_communes, that: {value: score, at_least: 5}, at_least: 50%}
    if_empty: not-applicable
  - {id: "8", met_if: {mean: of_region, of: {value: rooms}, weight: {value: pupils}, at_least: 7}}
  - id: "9"
    met_if:
      every: school
      that: {any: [{value: opened, at_most: 5 years}, {outcome: org.example.muc/muc, is: [one, three]}]}
  - {id: "10", met_if: {every: public_schools, that: {award: org.example.held/standard, is: held}}}
  - id: "11"
    met_if:
      every: commune
      that:
        any:
          - {value: rural, is: true}
          - {count: public_schools, that: {value: rooms, at_least: 5}, at_least: 2}
  - id: "12"
    met_if:
      every: commune
      that:
        any:
          - {value: rural, is: true}
          - {share: school, that: is_good, at_least: {by: region, values: {delta: 60%, other: 40%}}}
  - {id: "13", met_if: {every: school, that: {sum: years, of: {value: books}, at_least: 100}}}
  - {id: "14", met_if: {count: where_many, at_least: 1}}
outcomes:
  - id: all
    cases: [{id: good, if: {every: criterion, that: met}}]
    otherwise: {id: bad}
"""


@cache
def district():
    return kd.load(text=DISTRICT)


def rows(prefix, **inputs):
    """Rows of members, of which any input may be left out."""
    row = st.fixed_dictionaries({}, optional=inputs)
    return st.lists(row, max_size=4).map(lambda found: [{"id": f"{prefix}{i}", **one} for i, one in enumerate(found)])


schools = rows(
    "S",
    public=st.booleans(),
    kind=st.sampled_from(["thcs", "thpt"]),
    pupils=st.sampled_from([50, 150, 250]),
    rooms=st.sampled_from([1, 6, 12]),
    stages=st.sampled_from([["thcs"], ["thcs", "thpt"]]),
)
communes = rows("C", rural=st.booleans(), score=st.sampled_from([3, 8]))
complete = st.sampled_from([[], ["school"], ["school", "commune"]])


def lower_rules(framework, register, complete):
    """Lower the rules for a register anew."""
    day = dt.date(2024, 6, 30)
    dossier = read_dossier({"date": day, "register": register, "complete": complete}, framework)
    found = populations_on(framework.definition, dossier, day)
    return loading._lower_rules(framework, Setting.on(framework.definition, None, day, found))


def lower_each_as_written(*arguments):
    """Lower the rules for each member by itself, as the definition writes them."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (alike, finder):
            patch.setattr(module, "make_template", lambda *_: None)
        return lower_rules(*arguments)


class TestMembersAlike:
    """6.2 A **population** is a set among the members of a kind ..."""

    @given(schools, communes, complete)
    @settings(max_examples=80, deadline=None)
    def test_rules_are_those_that_are_lowered_for_each_member(self, schools, communes, complete):
        arguments = district(), {"school": schools, "commune": communes}, complete
        rules, as_written = lower_rules(*arguments), lower_each_as_written(*arguments)
        for part in fields(rules):
            assert getattr(rules, part.name) == getattr(as_written, part.name), part.name

    def test_what_does_not_name_a_member_is_one_object_for_all(self):
        register = {"school": [{"id": f"S{i}", "public": True, "pupils": 200, "rooms": 6} for i in range(3)]}
        lowest = lower_rules(district(), register, ["school"]).definitions["6"]
        bounds = {id(compared.right) for compared in lowest.parts}
        assert len(lowest.parts) == 3
        assert len(bounds) == 1
        assert all(isinstance(compared, Term) for compared in lowest.parts)


class TestWhereIsContext:
    """Words: *Context* is an input of type choice, date or decision, one mentioned in a `when`, `where`, `by` or ..."""

    @pytest.mark.parametrize("order", [1, -1])
    def test_what_chooses_members_is_no_figure_to_improve_of_any_of_them(self, order):
        framework = kd.load(
            text="""
            kiemdinh: 1
            framework: org.example.large
            source: {document: Example}
            subject: {kind: commune, has: [school]}
            inputs: {pupils: {type: number, range: {from: 0, to: 900}, each: school}}
            sets: {large: {among: school, where: {value: pupils, at_least: 100}, if_empty: unmet}}
            layers: [{id: criterion, verdict: met}]
            tree: [{id: "1", met_if: {sum: large, of: {value: pupils}, at_least: 500}}]
            scales: {level: {steps: [{id: good}]}}
            outcomes: [{id: level, ladder: level, needs: {good: {every: criterion, that: met}}}]
            """
        )
        register = [{"id": "A", "pupils": 150}, {"id": "B", "pupils": 150}][::order]
        result = kd.assess(framework, {"complete": ["school"], "register": {"school": register}}, on="2024-06-30")
        assert result.outcomes[0].attainable is None
        assert list(result.repairs(target="good").first(3)) == []
