"""The public face: ``assess``, the ``Assessment`` that it returns, and the explanations that this hands on.

Begin to read with ``assess``, then ``assessment``: each attribute and method says which floor works it out.
``explanations`` adds to the data of ``explanation`` what users need of it: JSON, text, Markdown, pictures.

Words: a class here has the name that users know; its twin in ``data`` ends in ``Data``.

What must not come in: rules of assessing or explaining, and words. A method here calls one function and wraps it.
"""
