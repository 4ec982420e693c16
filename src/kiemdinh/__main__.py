"""``python -m kiemdinh`` is the command ``kiemdinh``."""

from __future__ import annotations

from kiemdinh.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main(prog_name="kiemdinh")
