"""Parts as data again: they say what pydantic writes of them."""

import pytest

import kiemdinh as kd
from gallery import form, sections
from kiemdinh.linter.written import write_part
from kiemdinh.standards.definition import AllOf, AnyOf, Compared, Every, NotOf
from kiemdinh.standards.parts import walk_parts


def with_numbers_as_text(data):
    if isinstance(data, dict):
        return {key: with_numbers_as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [with_numbers_as_text(item) for item in data]
    return str(data) if isinstance(data, int) and not isinstance(data, bool) else data


@pytest.mark.parametrize("name", [name for name in sections() if name != "F18"])  # F18 is refused
def test_conditions_say_what_pydantic_writes_of_them(name):
    parts = [part for part, _ in walk_parts(kd.load(text=form(name)).definition)]
    conditions = [part for part in parts if isinstance(part, Compared | Every | AllOf | AnyOf | NotOf)]
    for part in conditions:
        written = part.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        assert with_numbers_as_text(write_part(part)) == with_numbers_as_text(written)


def test_keys_can_be_left_out():
    every = Every.model_validate({"every": "criterion", "that": "met", "en": "All are met"})
    assert write_part(every, without={"en"}) == {"every": "criterion", "that": "met"}
