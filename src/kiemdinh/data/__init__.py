"""What an assessment and its explanations say, as data: frozen classes, their JSON and its schemas. No logic.

Begin to read with ``outcomes`` (where a school stands), then ``blockers`` (what keeps it from a level).
``assessment_data`` lists the attributes of a whole result; whatever has them can be narrated and written as JSON.

Words: a *ref* is an id with its texts; a *figure* is an input that measures; a *part* of a result is a stage of the
school. A class that has a twin for users in ``api`` ends in ``Data``.

What must not come in: how anything here is worked out (``assessment``, ``explanation``), and words (``narration``).
"""
