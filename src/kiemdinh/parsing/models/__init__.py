"""Models of what authors write: plain classes, which pydantic fills and checks when a file is read.

Begin with ``model.py``: the base class ``Model``. ``keys.py`` lists the keys of a model, ``annotations.py`` has the
validators that stand at its fields, and ``forms.py`` hands all of it to pydantic.

Words: the *form* of a model is a model of pydantic with the same fields, made when data are first checked by it.

Pydantic is imported inside functions alone, since that takes a tenth of a second: a bundled framework, which was read
when the package was built, needs none of it. Which fields a definition has must not come in.
"""

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use
from kiemdinh.parsing.models.annotations import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    NotEmpty,
    PlainSerializer,
    PlainValidator,
    Tag,
    WithJsonSchema,
)
from kiemdinh.parsing.models.keys import key
from kiemdinh.parsing.models.model import Model

if TYPE_CHECKING:
    from kiemdinh.parsing.models.forms import build_json_schemas

__all__ = [
    "AfterValidator",
    "BeforeValidator",
    "Discriminator",
    "Model",
    "NotEmpty",
    "PlainSerializer",
    "PlainValidator",
    "Tag",
    "WithJsonSchema",
    "build_json_schemas",
    "key",
]

if not TYPE_CHECKING:  # hidden from type checkers, which would else accept every name
    __getattr__ = load_on_use(__name__, {"forms": ("build_json_schemas",)})
