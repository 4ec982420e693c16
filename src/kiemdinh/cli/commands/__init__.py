"""The commands of ``kiemdinh``: one module for each, named as the command is.

Begin with ``catalogue.py``, the shortest, or ``assess.py``, the first that a user meets. The docstring of a command is
its ``--help`` text. The engine is imported inside functions, so that the help of a command is there at once.
``cli.main`` lists the commands by their names and loads the one that is asked for.

A command reads its arguments, calls the engine and writes the result. It never imports another command.
"""
