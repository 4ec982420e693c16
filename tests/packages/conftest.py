"""What ships beside the wheel is tried with tools of its own and with the network, in one run of ``.ci/packages``."""

import sys
from pathlib import Path

import pytest

HADOLINT = Path(sys.executable).parent / "hadolint"


def pytest_collection_modifyitems(items):
    if HADOLINT.exists():
        return
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason="needs kiemdinh[packaging]: bash .ci/packages"))
