"""A small sound definition, a library standard, and how a test changes a part of it."""

import kiemdinh as kd

HEAD = """\
kiemdinh: 1
framework: org.example.library
en: Library standard
source: {document: By-law 12}
cite: By-law 12
subject: {kind: school}
"""
REST = """\
layers: [{id: criterion, verdict: met}]
tree:
  - {id: "1", en: There is a catalogue}
  - {id: "2", en: The room is well lit}
outcomes:
  - {id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}
"""


def whole(*, head=HEAD, declared="", rest=REST, awards=""):
    return head + declared + rest + awards


def found(text, code):
    return [finding.path for finding in kd.lint(text=text) if finding.code == code]


def requirement(text, rule="", declared=""):
    node = f'  - {{id: "1", en: {text}{rule}}}'
    return whole(declared=declared, rest=REST.replace('  - {id: "1", en: There is a catalogue}', node))


def nodes(tree, declared=""):
    """Return the definition with other nodes."""
    both = '  - {id: "1", en: There is a catalogue}\n  - {id: "2", en: The room is well lit}\n'
    return whole(declared=declared, rest=REST.replace(both, tree))
