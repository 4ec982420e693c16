"""Applications that several modules ask: their workers take seconds to start."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_cases import GENERAL, OWN, PATIENT, WORKERS

import kiemdinh as kd
from kiemdinh.web import Limits, make_asgi_app

SERVED = [GENERAL, "vn.tt57-2026.gdtx", "vn.tt18-2018", "vn.tt13-2020.thcs", "vn.ntm-2021.xa"]


@pytest.fixture(autouse=True, scope="session")
def _same_workers_everywhere():
    """As many workers on every machine, and time for them to start on a busy one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiemdinh.web.workers.pool._count_workers", lambda: WORKERS)
        patch.setattr("kiemdinh.web.workers.pool.LONGEST_WAIT", PATIENT)
        yield


@pytest.fixture(scope="session")
def client():
    """Ask the API of a few bundled frameworks and of one of its own."""
    with TestClient(make_asgi_app(frameworks=[*SERVED, kd.load(text=OWN)], limits=Limits(seconds=PATIENT))) as client:
        yield client


@pytest.fixture(scope="session")
def examples():
    return Path(__file__).parents[2] / "examples"
