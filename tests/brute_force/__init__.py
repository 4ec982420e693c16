"""An oracle by brute force: what a definition means in every completion of a dossier (semantics 1.6).

Begin with ``reading.py``: a plain reader of definitions and dossiers as they are written. It knows true and false only;
what the dossier leaves open it asks for, and ``completions.py`` answers in every way. ``draw.py`` draws definitions and
dossiers, ``compare.py`` holds the engine against the oracle.

No code of kiemdinh may come in below ``compare.py``: a fault that both readings share would stay unseen.
"""
