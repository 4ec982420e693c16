"""Where a school stands: its facts, outcomes, nodes, counts, awards and warnings. Each result is plain ``data``.

Begin to read with ``reported_facts``: the facts of a school on a date, which all else reads. Below it stand
``school_facts`` (the stages and the school as one) and ``cases`` (unknown context settled by cases); above it
``exactness`` (where readings may be too wide), ``outcomes``, ``nodes``, ``groups``, ``awards`` and ``result_warnings``,
each one part of a result.

Words: *as one* is the school by what is recorded for it and not for a stage; *open* is unknown; the *standing* with
an award is what holds of each of its grades.

What must not come in: what blocks a level or would reach it (``explanation``), and words (``narration``).
"""
