"""The version of the engine, as results name it."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("kiemdinh")
except PackageNotFoundError:  # run from a source tree that is not installed
    __version__ = "0+unknown"
