"""The real content goes out and comes back unchanged."""

import pytest
from django.conf import settings

from cooperation.editorial.exchange.applying import apply
from cooperation.editorial.exchange.archiving import plan_of_archive
from cooperation.models import Meeting
from cooperation.seed.loading import load

from .files import empty_the_record
from .test_archives import archived

# What depends on the engine is tested on random records.
pytestmark = [pytest.mark.django_db, pytest.mark.content, pytest.mark.engine("sqlite")]


def test_the_whole_content_out_and_in_again_is_the_same_to_the_byte():
    load(settings.BASE_DIR / "fixtures")
    before, meetings = archived(), Meeting.objects.count()
    assert meetings > 300
    empty_the_record()
    apply(plan_of_archive("a.zip", before), by=None, states=True)
    assert Meeting.objects.count() == meetings
    assert archived() == before
