"""The command line (dòng lệnh): ``kiemdinh assess``, ``check``, ``show``, ``catalogue``, ``new``."""

from kiemdinh.cli.main import main

__all__ = ["main"]
