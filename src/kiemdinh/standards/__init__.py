"""What a standard says: definitions as data, loaded, checked and lowered to the core language.

Importing this package is cheap; pydantic and the YAML reader are loaded when a definition is parsed.
"""

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError, format_path
from kiemdinh.diagnostics.wording import suggest

__all__ = ["CODES", "Diagnostic", "InputError", "format_path", "suggest"]
