"""The version of the engine, as results name it."""

__all__ = ["__version__"]

# Written out, and read by the build: to ask the installed package for it takes as long as to import the engine.
__version__ = "0.1.0"
