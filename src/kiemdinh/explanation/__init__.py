"""Why a school stands where it does, and what would do: every explanation of a result, as data (semantics 5).

Begin with ``explain``, which joins what blocks a level (``blocking``) with the repairs and the roles of gaps
(``repairs``, on top of ``costs``). One module each finds the margin, a sufficient reason, blocking sets, the legal
basis and what blocks awards; ``what_if`` changes a dossier, ``differences`` compares two results. ``targets`` lists
what can be asked for.

Words: a *target* is a level, label or grade that is explained, a *fact* is the condition that stands for it; what is
*certain* holds whatever is unknown; a *gap* is what falls short or is unknown.

Every function takes the framework, the facts of a school and the fact that is asked about. An assessment is not known
here, and no word of any language is written.
"""
