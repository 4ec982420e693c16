"""The JSON API: the questions that can be asked of a dossier, what they are answered with, and the document of both.

Begin with ``routes``. A request is read and answered in a worker.

What is answered is what the public calls of kiemdinh give; nothing is worked out here that they do not.
"""

__all__: list[str] = []
