"""The names of the real content, for the tests that read texts with them."""

import pytest
from django.conf import settings
from django.db import transaction

from cooperation.editorial.intake.gazetteer import gazetteer
from cooperation.seed.loading import load

WITHOUT = {"meetings", "commitments", "agreements"}


@pytest.fixture(scope="package")
def known(django_db_setup, django_db_blocker, tmp_path_factory):
    """The names of the real content, read once; without the meetings, which take long to load."""
    folder = tmp_path_factory.mktemp("fixtures")
    for path in (settings.BASE_DIR / "fixtures").glob("*.json"):
        (folder / path.name).write_text("[]" if path.stem in WITHOUT else path.read_text("utf-8"), "utf-8")
    with django_db_blocker.unblock(), transaction.atomic():
        load(folder)
        names = {language: gazetteer(language) for language in ("en", "az", "ru")}
        transaction.set_rollback(True)
    return names.__getitem__
