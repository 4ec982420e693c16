"""A sandbox for templates that bounds the turns of loops, the calls and the written letters of each.

A template is a program, and Jinja's own sandbox lets it run for ever and fill the memory: by ``"a" * 10 ** 10``, by a
text that is joined with itself forty times, by a macro that calls itself twice. Here only operations with small results
are allowed without counting; all others are counted or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, wraps
from typing import Any, Final, TypeVar, cast

from jinja2 import nodes
from jinja2.exceptions import UndefinedError
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context, StrictUndefined, Undefined, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer

__all__ = ["BoundedSandbox", "ForbiddenError", "MissingFieldError", "NoTextError", "TooMuchError"]

MOST_STEPS: Final = 1_000_000
"""Turns of loops, and items that filters go through."""
_STEPS_OF_CALL: Final = 10
"""A call takes about as long as ten turns of a loop."""
MOST_LETTERS: Final = 50_000_000
"""Letters that a template writes or makes."""
_MOST_BITS: Final = 4_000
"""The bits of the largest number that a template may compute."""

_FILTERS: Final = frozenset(
    (
        *(
            "capitalize",
            "count",
            "d",
            "default",
            "dictsort",
            "e",
            "escape",
            "first",
            "float",
            "groupby",
            "int",
            "items",
        ),
        *("last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select"),
        *("selectattr", "sort", "string", "striptags", "title", "trim", "truncate", "unique", "upper", "wordcount"),
    )
)
"""The filters of Jinja whose results are hardly longer than their inputs."""
_METHODS: Final[Mapping[type, frozenset[str]]] = {
    str: frozenset(
        (
            *("capitalize", "casefold", "count", "endswith", "find", "isalpha", "isdigit", "islower", "isspace"),
            *("isupper", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "rfind", "rpartition"),
            *("rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper"),
        )
    ),
    dict: frozenset(("get", "items", "keys", "values")),
    list: frozenset(("count", "index")),
    tuple: frozenset(("count", "index")),
    int: frozenset(),
    float: frozenset(),
}
"""The methods of values that a template may call; values of other kinds have no method that makes them grow."""
_GLOBALS: Final = ("range", "namespace")
_SCALARS: Final = (str, int, float, bool, type(None))
_TURNS, _JOINED, _KEPT, _FLAT = "turns of a loop", "joined texts", "a kept part", "a flat list"
"""Filters that the sandbox itself inserts: no template can write such a name."""

_Value = TypeVar("_Value")


class TooMuchError(Exception):
    """The template takes more steps than are allowed, or makes longer texts."""


class ForbiddenError(Exception):
    """The template does something that is forbidden; ``what`` is the name of it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NoTextError(Exception):
    """The template writes a list or a map where a text belongs, or makes a list of lists."""


class MissingFieldError(UndefinedError):
    """The template names an unknown field: *name*, of *owner*, which is None for a field at the top."""

    def __init__(self, owner: Any, name: Any, message: str | None = None) -> None:
        super().__init__(message)
        self.owner, self.name = owner, name


class _MissingField(StrictUndefined):
    """An unknown field: any use of it raises an error."""

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        owner = None if obj is missing else obj
        super().__init__(hint, obj, name, cast("Any", partial(MissingFieldError, owner, name)))


class BoundedSandbox(ImmutableSandboxedEnvironment):
    """An environment of Jinja for one document; steps and letters are counted over all its parts.

    ``lines`` are the lines of the part that was read last, to which line numbers in errors refer.
    """

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "**", "%"))

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=_MissingField, finalize=self._print)
        self._steps, self._letters = MOST_STEPS, MOST_LETTERS
        self.lines: Sequence[str] = ()
        self.concat = self._concat  # type: ignore[method-assign]
        self.globals = {name: self.globals[name] for name in _GLOBALS}
        self.filters = {name: self._count_filter(self.filters[name]) for name in sorted(_FILTERS)}
        own: dict[str, Callable[..., str]] = {"join": _join_items, "replace": _replace_part}
        self.filters |= {name: self._count_filter(partial(made, self)) for name, made in own.items()}
        self.filters |= {_TURNS: self.count_turns, _JOINED: self.join_texts, _KEPT: self.keep, _FLAT: _check_flat}

    def compile(self, source: Any, *more: Any, **others: Any) -> Any:
        """Return a template as code of Python, in which every loop counts."""
        if isinstance(source, str):
            self.lines = source.split("\n")
        tree = self.parse(source) if isinstance(source, str) else source
        return super().compile(_Bounds().visit(tree), *more, **others)

    # -- what is spent ---------------------------------------------------------------------------------------

    def spend_steps(self, number: int) -> None:
        """Count steps."""
        self._steps -= number
        if self._steps < 0:
            raise TooMuchError

    def spend_letters(self, number: int) -> None:
        """Count letters."""
        self._letters -= number
        if self._letters < 0:
            raise TooMuchError

    def keep(self, value: _Value) -> _Value:
        """Count the letters or the items of a value that was made, and return it."""
        if isinstance(value, str):
            self.spend_letters(len(value))
        elif isinstance(value, list | tuple | dict):
            self.spend_steps(len(value))
        return value

    def count_turns(self, items: Iterable[_Value]) -> Iterator[_Value]:
        """Yield the items, and count each of them."""
        for item in items:
            self.spend_steps(1)
            yield item

    def _count_filter(self, made: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter that counts its input and its result."""

        @wraps(made)
        def counted(*arguments: Any, **named: Any) -> Any:
            self.spend_steps(1 + sum(len(one) for one in arguments if isinstance(one, list | tuple | dict | range)))
            found = made(*arguments, **named)
            return self.count_turns(found) if isinstance(found, Iterator) else self.keep(found)

        return counted

    def _concat(self, parts: Iterable[str]) -> str:
        found = []
        for part in parts:
            self.spend_letters(len(part))
            found.append(part)
        return "".join(found)

    # -- what is done ------------------------------------------------------------------------------------------

    def _print(self, value: _Value) -> _Value:
        """Return a value to be printed: a text or a number, since a list in the form of Python is not for readers."""
        _check_scalar(value)
        return self.keep(value)

    def join_texts(self, texts: list[Any]) -> str:
        """Join texts and numbers to one text, whose length is counted before it is made."""
        for text in texts:
            _check_scalar(text)
        self.spend_letters(sum(len(text) for text in texts if isinstance(text, str)))
        return markup_join(texts)

    def call(self, context: Context, called: Any, *arguments: Any, **named: Any) -> Any:
        """Do a call of the template, and count it."""
        self.spend_steps(_STEPS_OF_CALL)
        return self.keep(super().call(context, called, *arguments, **named))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute an operation of numbers, or join two texts; refuse operations whose result would grow."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            self.spend_letters(len(left) + len(right))
        elif operator == "*" and isinstance(left, str) and isinstance(right, int):
            self.spend_letters(len(left) * max(right, 0))
        elif isinstance(left, str | list | tuple) or isinstance(right, str | list | tuple):
            raise ForbiddenError(operator)
        elif operator in ("*", "**") and isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
            if bits > _MOST_BITS:
                raise TooMuchError
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute; the methods that may are those that do not make values grow."""
        for kind, allowed in _METHODS.items():
            if isinstance(obj, kind):
                return attr in allowed
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Allow no ``format`` of a text: a width in it makes a text of any length."""

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """Refuse an attribute."""
        raise ForbiddenError(attribute)


class _Bounds(NodeTransformer):
    """Adds counting to the code of a template, and refuses parts that cannot be counted."""

    def visit(self, node: nodes.Node, *_: Any, **__: Any) -> Any:
        """Return a part of a template with counting added to the parts in it."""
        self.generic_visit(node)
        match node:
            case nodes.For(recursive=False):
                node.iter = _filter_node(node.iter, _TURNS)
            case nodes.Concat():
                return _filter_node(nodes.List(node.nodes, lineno=node.lineno), _JOINED)
            case nodes.Getitem(arg=nodes.Slice()):
                return _filter_node(node, _KEPT)
            case nodes.List() | nodes.Dict() | nodes.Tuple(ctx="load"):
                return _filter_node(node, _FLAT)
            case nodes.Name(name="varargs" | "kwargs"):
                raise ForbiddenError(node.name)
            case nodes.For():
                raise ForbiddenError(what="recursive")
            case nodes.Include() | nodes.Import() | nodes.FromImport() | nodes.Extends():
                raise ForbiddenError(type(node).__name__.lower())
            case nodes.EvalContextModifier():
                raise ForbiddenError(what="autoescape")
        return node


def _filter_node(node: Any, name: str) -> nodes.Expr:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _check_scalar(value: Any) -> None:
    if not isinstance(value, (*_SCALARS, Undefined)):
        raise NoTextError


def _check_flat(made: Any) -> Any:
    """Return a list or map that a template writes; refuse one that contains others, which could grow without end."""
    for value in made.values() if isinstance(made, dict) else made:
        _check_scalar(value)
    return made


def _join_items(sandbox: BoundedSandbox, value: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
    """Join items to one text, as the filter ``join`` of Jinja does; its length is counted before it is made."""
    items = [*sandbox.count_turns(value)]
    if attribute is not None:
        items = [*map(make_attrgetter(sandbox, attribute), items)]
    between = [part for item in items for part in (d, item)][1:]
    return sandbox.join_texts(between)


def _replace_part(sandbox: BoundedSandbox, s: str, old: str, new: str, count: int = -1) -> str:
    """Return a text with a part replaced; the length of the result is counted before it is made."""
    for text in (s, old, new):
        if not isinstance(text, str):
            raise ForbiddenError(what="replace")
    sandbox.spend_letters(len(s) + s.count(old) * len(new))
    return s.replace(old, new, count)
