"""Results as data: what each kind of value becomes, exactly and in the same order each time."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from types import MappingProxyType

import pytest

from kiemdinh.data.as_json import encode_value
from kiemdinh.rules import Interval, Truth


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Pair:
    first: object
    second: object


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("a", "a"),
        (Truth.UNKNOWN, "unknown"),
        (Colour.RED, "red"),
        (dt.date(2027, 6, 30), "2027-06-30"),
        (Fraction(1, 2), "0.5"),
        (Fraction(1, 3), "1/3"),
        (Interval(Fraction(1, 2), None), {"low": "0.5", "high": None}),
        ((1, ("b",)), [1, ["b"]]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (MappingProxyType({1: Truth.MET}), {"1": "met"}),
        (Pair(1, Pair(None, ())), {"first": 1, "second": {"first": None, "second": []}}),
    ],
)
def test_each_kind_of_value_has_one_form(value, data):
    assert encode_value(value) == data
    assert type(encode_value(value)) is type(data)


def test_what_encodes_itself_is_asked():
    class Own:
        def to_data(self):
            return {"own": 1}

    assert encode_value([Own()]) == [{"own": 1}]


def test_what_has_no_form_is_refused():
    with pytest.raises(TypeError, match="complex"):
        encode_value({"x": 1j})
