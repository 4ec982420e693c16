"""A commune whose criterion counts its schools, in the form of criterion 5 of new rural communes, for tests."""

from functools import cache

import kiemdinh as kd
from kiemdinh.evidence.reading import read_dossier

LEVELS = ("toi-thieu", "muc-1", "muc-2")
COMMUNE = """
kiemdinh: 1
framework: org.example.commune
en: A commune and its schools (an extract for tests)
source: {document: Example}
subject: {kind: commune, has: [school]}
inputs:
  region: {type: choice, choices: [delta, south-east, other]}
  public: {type: yes_no, each: school, vi: Trường công lập, en: Public school}
  highest_stage: {type: choice, choices: [mam-non, tieu-hoc, thcs, thpt], each: school}
references:
  vn.tt13-2020/muc:
    en: Facility standard
    vi: Tiêu chuẩn cơ sở vật chất
    scale: [{id: toi-thieu, en: minimum, vi: tối thiểu}, {id: muc-1, en: level 1, vi: mức độ 1}, muc-2]
tags: {critical: {}}
sets:
  public_schools:
    among: school
    where:
      all:
        - {value: public, is: true}
        - {value: highest_stage, is: [mam-non, tieu-hoc, thcs]}
    if_empty: unknown
  critical: {among: criterion, tagged: critical}
layers: [{id: criterion, verdict: met}]
define: {school_count: {count: public_schools}}
tree:
  - id: "5"
    met_if:
      all:
        - {every: public_schools, that: {outcome: vn.tt13-2020/muc, at_least: toi-thieu}}
        - share: public_schools
          that: {outcome: vn.tt13-2020/muc, at_least: muc-1}
          at_least:
            by: region
            values:
              delta: 100%
              south-east: 100%
              other: {by: school_count, steps: [{up_to: 3, then: 50%}, {then: 70%}]}
  - {id: "10", tags: [critical]}
  - {id: "17", tags: [critical]}
outcomes:
  - id: ntm
    cases: [{id: dat, if: {every: criterion, that: met}}]
    otherwise: {id: chua-dat}
"""
TAN_LAP = """
framework: org.example.commune
subject: {id: "19363", name: Xã Tân Lập}
date: 2024-06-30
complete: [school]
inputs: {region: other}
findings: {"10": met, "17": met}
register:
  school:
    - {id: A, public: true, highest_stage: mam-non}
    - {id: B, public: true, highest_stage: tieu-hoc, until: 2023-08-31}
    - {id: C, public: true, highest_stage: thcs, stages: [tieu-hoc, thcs], from: 2023-09-01, succeeds: [B]}
    - {id: D, public: unknown, highest_stage: mam-non}
results:
  - {member: A, outcome: vn.tt13-2020/muc, is: muc-1, side: external, on: 2023-05-20, by: 45/QĐ-SGDĐT}
  - {member: C, stage: tieu-hoc, outcome: vn.tt13-2020/muc, is: muc-1, on: 2024-03-01}
  - {member: C, stage: thcs, outcome: vn.tt13-2020/muc, is: toi-thieu, on: 2024-03-01}
  - {member: D, outcome: vn.tt13-2020/muc, level: toi-thieu, attainable: muc-1, side: computed, on: 2024-03-01}
"""


@cache
def commune():
    return kd.load(text=COMMUNE)


def tan_lap(*changes):
    """The dossier of Xã Tân Lập, with texts in it changed."""
    text = TAN_LAP
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def assess_tan_lap(*changes, on="2024-06-30"):
    framework = commune()
    return kd.assess(framework, read_dossier(tan_lap(*changes), framework), on=on)
