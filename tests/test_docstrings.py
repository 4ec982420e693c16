"""Every example in a docstring runs."""

import doctest
import importlib
import pkgutil

import pytest

import kiemdinh

MODULES = [
    "kiemdinh",
    *(m.name for m in pkgutil.walk_packages(kiemdinh.__path__, "kiemdinh.") if "__main__" not in m.name),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
