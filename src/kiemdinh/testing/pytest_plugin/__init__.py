"""The pytest plugin: ``pytest --kiemdinh standards/`` tests definitions and scenario files.

Begin with ``plugin.py``, which pytest loads by its entry point: options, what is collected, the report of coverage.
``collect.py`` makes the test items: of a definition, its lint and each law; of a scenario file, each scenario.

pytest loads the plugin in every run wherever kiemdinh is installed. So this module and ``plugin.py`` import nothing of
the engine, and not ``collect.py``, before ``--kiemdinh`` is given.
"""
