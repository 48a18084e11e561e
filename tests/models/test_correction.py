import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cooperation.models import Correction
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_correction_is_of_exactly_one_record():
    meeting, agency = make.make_meeting(), make.make_agency()
    for records in ({}, {"meeting": meeting, "agency": agency}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.create(text_en="Wrong.", **records)
    assert Correction.objects.create(text_en="Right.", agency=agency).record == agency


def test_a_correction_lies_in_the_past():
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="not come yet"):
        Correction(text_en="Later.", agency=make.make_agency(), corrected_on=tomorrow).full_clean()


def test_the_sentence_for_two_records_reaches_the_form():
    with pytest.raises(ValidationError, match="no more than one"):
        Correction(text_en="Two.", agency=make.make_agency(), topic=make.make_topic()).full_clean()
