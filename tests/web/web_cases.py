"""Requests that several modules make, and answers that workers give in their place."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

GENERAL = "vn.tt57-2026.pho-thong"
ON = "2027-06-30"
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
FOUND = dict.fromkeys(CRITERIA, "muc-2") | {"1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat"}
"""Of the fifteen criteria of Circular 57 two stand at level 1, and one that every level needs is not met."""

OWN = """\
kiemdinh: 1
framework: org.example.own
source: {document: By-law 1}
subject: {kind: school}
layers: [{id: c, verdict: met}]
tree: [{id: "1", en: Water is safe}]
inputs: {land: {type: number, unit: m2, en: Land}}
outcomes:
  - id: result
    cases:
      - {id: roomy, if: {all: [{every: c, that: met}, {value: land, at_least: 8.5}]}}
      - {id: good, if: {every: c, that: met}}
    otherwise: {id: poor}
"""


def ask(**more):
    """Return the body of a request about the school of ``FOUND``."""
    return {"framework": GENERAL, "dossier": {"findings": FOUND}, "on": ON, **more}


PATIENT = 120
"""Seconds that an answer may take where no test is about that: on a busy machine a small one takes several."""
WORKERS = 2
"""The workers of an application, on every machine."""


def wait_for_file(_question, body, _limits):
    """Work an answer out until there is a file that the body names; another one says that it has begun."""
    files = json.loads(body)
    Path(files["begun"]).touch()
    while not Path(files["free"]).exists():
        time.sleep(0.02)
    return b"{}"


def sleep_long(*_):
    """Take longer than any test waits."""
    time.sleep(600)


def end_process(*_):
    """End the worker as the system does that has no memory left."""
    os.abort()


def fail(*_):
    """Fail as code with a fault does."""
    message = "password=hunter2"
    raise RuntimeError(message)
