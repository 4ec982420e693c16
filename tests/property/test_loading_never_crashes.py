"""Whatever is fed to the readers, only `InputError` escapes."""

import json
import pickle
import unicodedata
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.diagnostic import InputError, format_path
from kiemdinh.diagnostics.wording import near_words, suggest
from kiemdinh.parsing.placed_tree.scalars import Scalar
from kiemdinh.parsing.readers import read_file, read_object, read_text

SAMPLE = (Path(__file__).parents[1] / "data" / "reading" / "sample.yaml").read_text("utf-8")
MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

# Pieces that mean something to YAML or JSON, so that random texts get past the first character.
PIECES = st.sampled_from(
    [
        *"{}[],:-?&*!|>'\"%@`#~ \n\t",
        *["a", "b: ", "- ", "? ", "<<: ", "&x ", "*x", "!t ", "---\n", "...\n", "\n  ", "%YAML 1.1\n"],
        *["null", "1.10", '"x"', "ế", "e\u0302", "\ufeff", "\u2028", "\x85", "\\u0000", '\\ud800"', "😀"],
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=40).map("".join),
    st.text(alphabet="{}[]:, \n-ab\"'\t", max_size=60),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.binary(max_size=4),
    st.fractions(),
)
KEYS = st.one_of(st.text(max_size=6), st.integers(), st.floats(), st.none(), st.booleans())
OBJECTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)
PLAIN = st.recursive(
    st.text(max_size=8) | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1, max_size=6), inner, max_size=4),
    max_leaves=25,
)


def check_refusal(error):
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes
    for diagnostic in error.diagnostics:
        assert diagnostic.code in CODES
        assert str(diagnostic).encode("utf-8")
        assert json.dumps(diagnostic.to_dict())
        assert diagnostic.line is None or (diagnostic.line >= 1 and diagnostic.column >= 1)


def survives(read, *arguments):
    """Read; where refused, every diagnostic must be fit to print, to send and to find in the text."""
    try:
        source = read(*arguments)
    except InputError as error:
        check_refusal(error)
        return None
    assert isinstance(source.data, dict)
    return source


def paths(data, path=()):
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        yield from paths(value, (*path, step))


def check_places(source):
    for path in paths(source.data):
        for line, column, length in (source.position(path), source.key_position(path)):
            shown = source.line(line)
            assert 1 <= column <= len(shown) + 1
            assert length == 1 or column - 1 + length <= len(shown)
        assert str(source.diagnostic("KD103", "wrong", path))


@MANY
@given(st.binary(max_size=80), st.sampled_from(["a.yaml", "a.json"]))
def test_any_bytes(tmp_path, content, name):
    (tmp_path / name).write_bytes(content)
    survives(read_file, tmp_path / name)


@MANY
@given(TEXTS, st.sampled_from(["a.yaml", "a.json"]))
@example("{a: &x [*x]}", "a.yaml")
@example("? \n? ? a\n", "a.yaml")
@example("a: !<", "a.yaml")
@example('"\\U99999999": 1', "a.yaml")
@example('{"a": "\\ud800"}', "a.json")
def test_any_text(text, name):
    source = survives(read_text, text, name)
    if source is not None:
        check_places(source)


@MANY
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 12), st.text(max_size=2) | PIECES), max_size=4))
def test_a_definition_mutated(mutations):
    text = SAMPLE
    for at, removed, added in mutations:
        text = text[:at] + added + text[at + removed :]
    source = survives(read_text, text)
    if source is not None:
        check_places(source)


@MANY
@given(OBJECTS)
def test_any_object(obj):
    survives(read_object, obj)


@MANY
@given(PLAIN)
def test_json_says_what_the_object_said(obj):
    """Loading from JSON and from plain objects gives one tree, or refuses both for one reason."""
    from_text = survives(read_text, json.dumps({"a": obj}, ensure_ascii=False), "a.json")
    from_object = survives(read_object, {"a": obj})
    assert (from_text is None) == (from_object is None)
    if from_text is not None:
        assert from_text.data == from_object.data
        check_places(from_text)


@MANY
@given(PLAIN, st.sampled_from([None, "\t", 2]))
def test_json_is_read_alike_as_json_and_as_text(obj, indent):
    text = json.dumps({"a": obj}, indent=indent)
    by_name, by_content = survives(read_text, text, "a.json"), survives(read_text, text)
    assert (by_name is None) == (by_content is None)
    assert by_name is None or by_name.data == by_content.data


@MANY
@given(st.text(max_size=20))
def test_quoted_text_comes_back_in_nfc(text):
    source = survives(read_text, json.dumps({"a": text}))
    if source is not None:
        assert source.data["a"] == unicodedata.normalize("NFC", text)
        assert isinstance(source.data["a"], Scalar)


@MANY
@given(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=8))
def test_suggestions_are_candidates(word, candidates):
    found = suggest(word, candidates)
    assert found is None or found in candidates
    for candidate in candidates:
        assert candidate in near_words(candidate, candidates)


@MANY
@given(st.lists(st.text(max_size=6) | st.integers(0, 99), max_size=6))
def test_any_path_is_written(path):
    assert isinstance(format_path(tuple(path)), str)


@MANY
@given(st.dictionaries(st.sampled_from("abc"), st.fractions(), min_size=1))
def test_numbers_of_objects_stay_exact(numbers):
    data = read_object(numbers).data
    assert data == numbers
    assert all(type(value) is Fraction for value in data.values())
