"""Applications that several modules ask: their workers take seconds to start."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_cases import GENERAL, OWN

import kiemdinh as kd
from kiemdinh.web import make_asgi_app

SERVED = [GENERAL, "vn.tt57-2026.gdtx", "vn.tt18-2018", "vn.tt13-2020.thcs", "vn.ntm-2021.xa"]


@pytest.fixture(scope="session")
def client():
    """Ask the API of a few bundled frameworks and of one of its own."""
    with TestClient(make_asgi_app(frameworks=[*SERVED, kd.load(text=OWN)])) as client:
        yield client


@pytest.fixture(scope="session")
def examples():
    return Path(__file__).parents[2] / "examples"
