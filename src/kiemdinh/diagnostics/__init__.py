"""The words of kiemdinh, looked up by their key. It stands on the standard library alone.

``translations`` is the one look-up in gettext catalogues. A package that speaks to people has its catalogues in a
folder of its own, as ``narration/messages`` is.
"""
