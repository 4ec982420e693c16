"""The sites of a definition: every condition as written, with its owner, its path and its scopes."""

import kiemdinh as kd
from kiemdinh.analysis.lowering import build_lowering
from kiemdinh.analysis.sites import find_sites
from kiemdinh.standards.lowering import DEFAULT_SETTING, EVERYWHERE
from kiemdinh.standards.parts import walk_parts

TEXT = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
subject: {kind: school}
inputs: {books: {type: number}, old: {type: yes_no}}
layers: [{id: criterion, verdict: met}]
define: {enough: {value: books, at_least: 3}}
tree:
  - {id: "1", met_if: enough, when: {value: old, is: true}, warn_unless: {value: books, at_most: 9}}
  - {id: "2"}
outcomes:
  - {id: result, cases: [{id: good, if: {every: criterion, that: {not: unmet}}}], otherwise: {id: poor}}
awards:
  - {id: plaque, needs: {outcome: result, is: good}, lost_if: {outcome: result, is: poor}}
"""


def sites():
    return tuple(find_sites(build_lowering(kd.load(text=TEXT), DEFAULT_SETTING)))


def test_owners_are_named_as_facts_are():
    owners = ["1", "applies:1", "guard:1", "case:result=good", "award:plaque", "lost:plaque"]
    assert [str(site.owner) for site in sites()] == owners


def test_a_defined_name_stands_where_it_is_defined_and_is_read_where_it_is_used():
    named = sites()[0]
    (defined,) = named.parts
    assert (named.path, defined.path) == (("tree", 0, "met_if"), ("define", "enough"))
    assert [scope.node for scope in named.scopes] == [scope.node for scope in defined.scopes] == ["1"]


def test_a_condition_on_members_is_read_for_each_of_them():
    every = sites()[3]
    negation, verdict = tuple(every.walk())[1:]
    assert every.scopes == (EVERYWHERE,)
    assert [scope.node for scope in negation.scopes] == ["1", "2"]
    assert verdict.path == ("outcomes", 0, "cases", 0, "if", "that", "not")


def test_parts_are_walked_from_the_outside_with_the_keys_as_written():
    paths = [path for _, path in walk_parts(kd.load(text=TEXT).definition)]
    assert paths[0] == ()
    assert paths.index(("outcomes", 0, "cases", 0)) < paths.index(("outcomes", 0, "cases", 0, "if"))
