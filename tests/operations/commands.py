"""Runs the project's commands as a person at a terminal does: in a process of their own, with nothing set."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def clean_environment(**settings: object) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return kept | {name: str(value) for name, value in settings.items()}


def manage(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    """manage.py with these arguments and these settings in the environment."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=clean_environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
