"""Models of what authors write: plain classes, which pydantic fills when a file is read, and writes again."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from typing import Annotated, Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from kiemdinh.parsing.fields import Exact, Id, Map, Text, refuse_value
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.models import BeforeValidator, Model, NotEmpty, build_json_schemas, key
from kiemdinh.standards.definition import Definition
from kiemdinh.testing.strategies import frameworks


class Item(Model):
    """An item of an order."""

    id: Id
    amount: Exact = 1


class Order(Model):
    """An order, which may name another one that it follows."""

    from_: Text = key(alias="from", description="Who orders")
    items: Annotated[tuple[Item, ...], NotEmpty, BeforeValidator(lambda v: v if isinstance(v, list) else [v])]
    notes: Map[Text] = FrozenMap()
    after: Order | None = None

    @classmethod
    def prepare_data(cls, data: Any) -> Any:
        """An order that is one word is of one item."""
        return {"from": "someone", "items": {"id": data}} if isinstance(data, str) else data

    def check_parts(self) -> None:
        """Refuse an order that follows itself."""
        if self.after is not None and self.after.items == self.items:
            refuse_value("KD105", "it follows itself")

    def finish_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing is written of who ordered."""
        data.pop("from", None)
        return data


class TestReading:
    def test_fields_are_read_by_their_keys(self):
        order = Order.model_validate({"from": "An", "items": [{"id": 5, "amount": "2.50"}], "notes": {"a": 1}})
        assert (order.from_, order.items[0].id, order.notes, order.after) == ("An", "5", {"a": "1"}, None)
        assert order == Order(from_="An", items=(Item(id="5", amount=order.items[0].amount),), notes=FrozenMap(a="1"))

    def test_each_part_is_prepared_and_checked(self):
        data = {"from": "An", "items": [{"id": "a"}], "after": "b"}
        assert Order.model_validate(data).after == Order(from_="someone", items=(Item(id="b"),))
        with pytest.raises(ValidationError, match="it follows itself"):
            Order.model_validate({**data, "after": "a"})

    def test_a_part_that_is_one_already_stays(self):
        first = Order.model_validate("a")
        assert Order.model_validate({"from": "An", "items": {"id": "b"}, "after": first}).after is first

    @pytest.mark.parametrize(
        ("data", "place"),
        [
            ({"items": [{"id": "a"}]}, ("from",)),
            ({"from": "An", "items": []}, ("items",)),
            ({"from": "An", "items": [{"id": "a"}], "form": "b"}, ("form",)),
            ({"from": "An", "items": [{"id": "a/b"}]}, ("items", 0, "id")),
            ({"from": "An", "items": [{"id": "a"}], "after": {"from": "An", "items": []}}, ("after", "items")),
        ],
    )
    def test_what_is_wrong_is_named_by_its_place(self, data, place):
        with pytest.raises(ValidationError) as refused:
            Order.model_validate(data)
        assert refused.value.errors()[0]["loc"] == place


class TestParts:
    def test_they_are_frozen(self):
        item = Item(id="a")
        for change in (lambda: setattr(item, "id", "b"), lambda: delattr(item, "id")):
            with pytest.raises(FrozenInstanceError, match=r"Item\.id"):
                change()
        assert item.id == "a"

    @pytest.mark.parametrize("values", [{}, {"id": "a", "amounts": 2}, {"amount": 2}])
    def test_fields_that_are_not_there_or_not_given_are_refused(self, values):
        with pytest.raises(TypeError, match="Item"):
            Item(**values)

    def test_they_are_equal_by_their_class_and_fields(self):
        class Other(Item):
            """Another one with the same fields."""

        assert Item(id="a") == Item(id="a", amount=1)
        assert hash(Item(id="a")) == hash(Item(id="a", amount=1))
        assert Item(id="a") != Item(id="b")
        assert Item(id="a") != Other(id="a")
        assert repr(Item(id="a")) == "Item(id='a', amount=1)"

    def test_copies_differ_in_what_is_changed(self):
        assert Item(id="a").model_copy(update={"amount": 3}) == Item(id="a", amount=3)
        assert copy.deepcopy(Order.model_validate("a")) == Order.model_validate("a")

    def test_inherited_fields_come_first(self):
        class Priced(Item):
            """An item with its price."""

            price: Exact
            amount: Exact = 5

        assert list(Priced.model_fields) == ["id", "amount", "price"]
        assert Priced(id="a", price=2).amount == 5


class TestWriting:
    def test_what_is_written_is_finished_by_the_part(self):
        order = Order.model_validate({"from": "An", "items": [{"id": "a", "amount": "1/2"}], "after": "b"})
        data = order.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        assert data == {"items": [{"id": "a", "amount": "1/2"}], "after": {"items": [{"id": "b"}]}}

    def test_the_schema_names_each_part_once(self):
        schema = build_json_schemas(Order)["$defs"]
        assert schema.keys() == {"Order", "Item"}
        assert schema["Order"]["required"] == ["from", "items"]
        assert schema["Order"]["properties"]["items"]["minItems"] == 1
        assert schema["Order"]["properties"]["from"]["description"] == "Who orders"


def parts_of(value):
    if isinstance(value, Model):
        yield value
        value = tuple(vars(value).values())
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ():
        yield from parts_of(inner)


@given(frameworks())
def test_definitions_are_the_same_pickled_written_and_built_again(framework):
    definition = framework.definition
    assert pickle.loads(pickle.dumps(definition)) == definition  # noqa: S301 - our own
    written = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert Definition.model_validate(written).model_dump(mode="json", by_alias=True, exclude_defaults=True) == written
    for part in parts_of(definition):
        assert type(part)(**vars(part)) == part
        assert vars(part).keys() == type(part).model_fields.keys()
