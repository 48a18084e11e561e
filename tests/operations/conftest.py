"""A site that was started once, for tests that injure a copy of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.operations.commands import ROOT, clean_environment

PREPARE = "import django; django.setup(); from cooperation.operations import start; start.prepare(print)"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> tuple[Path, str]:
    """The data folder of a site with its content, and what was said when it was made."""
    folder = tmp_path_factory.mktemp("prepared")
    environment = clean_environment(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="cooperation.settings")
    command = [sys.executable, "-c", PREPARE]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return folder, done.stdout
