"""Typical mistakes of an author, each with the message that she gets: what, where, what was expected, what to do."""

import textwrap

import pytest

import kiemdinh as kd

BASE = """\
kiemdinh: 1
framework: org.example
source: {document: By-law 1, in_force: 2026-01-01}
subject: {kind: school, has: [stage]}
scales:
  level: {not_reached: {id: none}, steps: [{id: one}, {id: two}]}
  other: {steps: [{id: low}, {id: high}]}
inputs:
  area: {type: choice, choices: [difficult, other_area]}
  girls: {type: number, unit: pupils}
  pupils: {type: number, unit: pupils}
  graduates: {type: number, unit: percent, each: year}
  boarding: {type: yes_no}
  rating: {type: scale, scale: other, each: year}
tags: {key: {en: Key}}
layers:
  - {id: standard}
  - {id: criterion, in: standard, verdict: level, scale: level, no_text: carries}
  - {id: clause, verdict: met}
sets:
  keys: {among: criterion, tagged: key}
  years: {among: year, last: 3}
  boarders: {among: stage, where: {value: boarding, is: true}}
tree:
  - id: "1"
    layer: standard
    parts:
      - id: "1.1"
        tags: [key]
        levels:
          one: [{id: a}]
          two: [{id: a}]
  - {id: "9", layer: clause}
outcomes:
  - id: result
    ladder: level
    needs:
      one: {every: criterion, that: {its: level, at_least: one}}
      two: CONDITION
"""


def problems(condition="{every: criterion, that: {its: level, at_least: two}}", *replacements):
    text = BASE.replace("CONDITION", condition)
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(kd.InputError) as caught:
        kd.load(text=text)
    return caught.value.diagnostics


def test_the_base_itself_is_sound():
    assert (
        kd.load(text=BASE.replace("CONDITION", "{every: criterion, that: {its: level, at_least: two}}")).id
        == "org.example"
    )


CONDITIONS = {
    "misspelt choice in a table": (
        "{value: girls, at_least: {by: area, values: {dificult: 5, other_area: 10}}}",
        ("KD104", "choice 'dificult' is not declared", "did you mean 'difficult'?"),
    ),
    "gap in a table": (
        "{value: girls, at_least: {by: area, values: {difficult: 5}}}",
        ("KD218", "the table has no value for other_area", None),
    ),
    "95 for 95%": (
        "{value: girls, per: pupils, at_least: 95}",
        ("KD109", "a percentage is expected", "write 95%"),
    ),
    "the year not said": (
        "{value: graduates, at_least: 95%}",
        ("KD210", "'graduates' is given for each year; say which year", "write it inside 'that' of a set among year"),
    ),
    "yes for true": (
        "{value: boarding, is: yes}",
        ("KD111", "true or false is expected, not 'yes'", "write true"),
    ),
    "a set that can be empty": (
        "{every: boarders, that: {value: girls, at_least: 1}}",
        ("KD222", "the set 'boarders' can be empty and does not say what then holds", None),
    ),
    "misspelt set": (
        "{every: kees, that: {its: level, at_least: two}}",
        ("KD207", "set 'kees' is not declared", "did you mean 'keys'?"),
    ),
    "a level asked of a layer that is met or unmet": (
        "{every: clause, that: {its: level, at_least: two}}",
        ("KD212", "'clause' has no levels", None),
    ),
    "a verdict asked of a layer with levels": (
        "{every: criterion, that: met}",
        ("KD212", "'criterion' is not judged met or unmet", "compare what it has, such as {its: level, at_least: …}"),
    ),
    "a step of another scale": (
        "{every: criterion, that: {its: level, at_least: high}}",
        ("KD205", "level 'high' is not declared", None),
    ),
    "a step of another scale for an input": (
        "{every: years, that: {value: rating, at_least: two}}",
        ("KD104", "a step of the scale 'other': 'two' is not declared", None),
    ),
    "a table by yes or no": (
        "{value: girls, at_least: {by: boarding, values: {true: 5, false: 10}}}",
        (
            "KD217",
            "a table needs a choice, and 'boarding' is not one",
            "declare it as 'type: choice' with its choices; a table by a number has steps",
        ),
    ),
    "every choice and otherwise": (
        "{value: girls, at_least: {by: area, values: {difficult: 5, other_area: 10}, otherwise: 7}}",
        ("KD219", "every choice has its value, and there is an otherwise too", None),
    ),
    "no comparator": (
        "{value: girls}",
        ("KD105", "a comparison needs a comparator", None),
    ),
    "neither operand nor group": (
        "{at_least: 5}",
        ("KD105", "a condition is expected", None),
    ),
    "misspelt key": (
        "{every: keys, taht: {its: level, at_least: two}}",
        ("KD102", "unknown key 'taht'", "did you mean 'that'?"),
    ),
    "misspelt input": (
        "{value: girl, at_least: 5}",
        ("KD209", "input 'girl' is not declared", "did you mean 'girls'?"),
    ),
    "a decimal comma": (
        "{value: girls, at_least: '5,5'}",
        ("KD106", "'5,5' is a number, but not written with a decimal point", "write 5.5"),
    ),
    "order asked of choices": (
        "{value: area, at_least: difficult}",
        ("KD212", "these choices have no order", None),
    ),
    "a population": (
        "{count: school, that: met, at_least: 1}",
        ("KD207", "set 'school' is not declared", None),
    ),
    "another framework": (
        "{outcome: org.example.facility/muc, at_least: muc-1}",
        (
            "KD241",
            "the steps of 'org.example.facility/muc' are not known",
            (
                "hand its framework over too (references=[…], --with FILE), or write its steps: "
                'references: {"org.example.facility/muc": {scale: [lowest, …]}}'
            ),
        ),
    ),
    "a threshold in the wrong unit": (
        "{value: girls, at_least: 60%}",
        ("KD109", "'60%': no percentage fits here", None),
    ),
    "its without a member": (
        "{its: level, at_least: two}",
        (
            "KD210",
            "there is no member here whose level could be meant",
            "write it inside 'that' or 'of' of a set of nodes",
        ),
    ),
    "steps of a table that do not rise": (
        "{value: girls, at_least: {by: pupils, steps: [{up_to: 9, then: 1}, {up_to: 5, then: 2}, {then: 3}]}}",
        ("KD218", "the steps of a table rise, and only the last has no up_to", None),
    ),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_mistake_in_a_condition(name):
    condition, (code, message, hint) = CONDITIONS[name]
    found = problems(condition)
    assert (code, message, hint) in [(d.code, d.message, d.hint) for d in found], [str(d) for d in found]
    (diagnostic,) = [d for d in found if d.code == code and d.message == message]
    line = BASE.splitlines().index("      two: CONDITION") + 1
    assert (diagnostic.file, diagnostic.line) == ("<text>", line)
    assert diagnostic.path.startswith("outcomes[0].needs.two")


ELSEWHERE = {
    "a layer misspelt": (("layer: clause", "layer: claus"), "KD202", "layer 'claus' is not declared"),
    "an id used twice": (('id: "9"', 'id: "1.1"'), "KD201", "the id '1.1' is used twice"),
    "a tag misspelt": (("tags: [key]", "tags: [kei]"), "KD206", "tag 'kei' is not declared"),
    "a level of another scale": (("two: [{id: a}]", "high: [{id: a}]"), "KD205", "level 'high' is not declared"),
    "a scale misspelt": (
        ("verdict: level, scale: level", "verdict: level, scale: levle"),
        "KD214",
        "scale 'levle' is not declared",
    ),
    "an unquoted comma": (("{en: Key}", "{en: Key, mandatory}"), "KD013", "put the text in quotes: it has a comma"),
    "a decimal comma": (
        ("girls: {type: number, unit: pupils}", "girls: {type: number, unit: pupils, step: 0,5}"),
        "KD013",
        "a number has a decimal point, not a comma",
    ),
    "a set that no rule uses, in a circle": (
        (
            "where: {value: boarding, is: true}}",
            "where: {every: others, that: met}}\n  others: {among: stage, where: {every: boarders, that: met}}",
        ),
        "KD213",
        "'boarders' refers to itself",
    ),
    "a defined name that no rule uses, in a circle": (
        ("tags: {key: {en: Key}}", "tags: {key: {en: Key}}\ndefine: {well: {all: [well, met]}}"),
        "KD213",
        "'well' refers to itself",
    ),
    "an empty value": (
        ("framework: org.example\n", "framework: org.example\nvi:\n"),
        "KD012",
        "nothing is written here",
    ),
    "a choice without choices": (
        ("{type: choice, choices: [difficult, other_area]}", "{type: choice}"),
        "KD225",
        "'choices' is missing",
    ),
    "a key missing": (("framework: org.example\n", ""), "KD101", "'framework' is missing"),
    "an amendment": (
        ("framework: org.example", "amends: org.example"),
        "KD242",
        "this file is an amendment, not a whole definition",
    ),
    "another version of the language": (("kiemdinh: 1", "kiemdinh: 2"), "KD104", "language version '2' is not known"),
    "a level without a rule": (
        ("      one: {every: criterion, that: {its: level, at_least: one}}\n", ""),
        "KD220",
        "nothing is said about 'one'",
    ),
    "a level without text": ((", no_text: carries", ""), None, None),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_mistake_elsewhere(name):
    replacement, code, message = ELSEWHERE[name]
    if code is None:
        found = problems(
            "{every: criterion, that: {its: level, at_least: two}}", replacement, ("          two: [{id: a}]\n", "")
        )
        assert [d.code for d in found] == ["KD224"]
        return
    found = problems("{every: criterion, that: {its: level, at_least: two}}", replacement)
    assert (code, message) in [(d.code, d.message) for d in found], [str(d) for d in found]
    assert all(d.line is not None for d in found)


def test_a_requirement_that_depends_on_itself_is_named_in_its_line():
    clause = '- {id: "9", layer: clause}'
    found = problems("met", (clause, clause[:-1] + ", met_if: {not: {every: clause, that: met}}}"))
    (circle,) = [d for d in found if d.code == "KD213"]
    line = next(i for i, text in enumerate(BASE.splitlines(), 1) if '- {id: "9"' in text)
    assert (circle.line, circle.message, circle.found) == (line, "'9' depends on itself", "9 -> 9")


def test_defined_names_in_a_circle_are_reported_at_the_first_of_them():
    (found,) = problems("well", ("tags: {key", "define: {well: good, good: {not: well}}\ntags: {key"))
    assert (found.message, found.found) == ("'well' refers to itself", "well -> good -> well")
    assert found.path == "define.well"


def test_all_problems_at_once_in_the_order_of_the_file():
    found = problems("{every: kees, that: met}", ("tags: [key]", "tags: [kei]"), ("two: [{id: a}]", "high: [{id: a}]"))
    assert [d.code for d in found] == ["KD206", "KD205"]
    assert [d.line for d in found] == sorted(d.line for d in found)


def test_a_diagnostic_shows_the_line_with_a_caret():
    text = textwrap.dedent(
        """\
        <text>:48:20: error KD207: set 'kees' is not declared
          48 |       two: {every: kees, that: met}
             |                    ^^^^
           expected: one of boarders, clause, criterion, keys, stage, standard, year, years
           found: kees
           hint: did you mean 'keys'?"""
    )
    (found,) = problems("{every: kees, that: met}")
    line = BASE.splitlines().index("      two: CONDITION") + 1
    assert str(found) == text.replace("48", str(line))


def test_a_definition_as_python_objects_has_paths_in_place_of_lines():
    with pytest.raises(kd.InputError) as caught:
        kd.load({"kiemdinh": 1, "framework": "x", "layers": [{"id": "a", "verdikt": "met"}]})
    found = {d.path: d for d in caught.value.diagnostics}
    assert found["layers[0].verdikt"].hint == "did you mean 'verdict'?"
    assert all(d.line is None for d in caught.value.diagnostics)


def test_a_misspelt_kind_is_named_where_it_stands():
    text = """
kiemdinh: 1
framework: org.example.kinds
source: {document: D}
subject: {kind: school}
layers: [{id: criterion, verdict: met}]
sets: {core: {among: criterium, ids: ["1"]}}
tree: [{id: "1"}]
outcomes: [{id: r, cases: [{id: good, if: {every: core, that: met}}], otherwise: {id: poor}}]
"""
    with pytest.raises(kd.InputError) as refused:
        kd.load(text=text)
    (found,) = refused.value.diagnostics
    assert (found.code, found.line, found.hint) == ("KD207", 7, "did you mean 'criterion'?")
