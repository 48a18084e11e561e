"""What was said, undertaken and corrected is written in one language at least, and shown in the one there is."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from cooperation.models import Commitment, Correction, Meeting, Point
from tests import factories as make

pytestmark = pytest.mark.django_db

AZERBAIJANI = {"text_en": None, "text_az": "Bakıda görüşəcəklər."}
RUSSIAN = {"text_en": "", "text_ru": "Они встретятся в Баку."}


def point(**text):
    return make.make_point(make.make_meeting(), **text)


def commitment(**text):
    return make.make_commitment(point(), make.make_agency(), **text)


def correction(**text):
    return Correction.objects.create(agency=make.make_agency(), **text)


@pytest.mark.parametrize("made", [point, commitment, correction])
@pytest.mark.parametrize("text", [AZERBAIJANI, RUSSIAN, {"text_en": "They will meet."}], ids=["az", "ru", "en"])
def test_a_text_in_any_language_is_enough(made, text):
    made(**text).full_clean(exclude=["slug"])


@pytest.mark.parametrize("made", [point, commitment, correction])
@pytest.mark.parametrize("nothing", [None, ""])
def test_a_text_in_no_language_is_refused(made, nothing):
    with pytest.raises(IntegrityError), transaction.atomic():
        made(text_en=nothing, text_az=nothing, text_ru=nothing)


@pytest.mark.parametrize("model", [Point, Commitment, Correction])
def test_the_sentence_stands_at_the_first_language(model):
    with pytest.raises(ValidationError) as refused:
        model().full_clean(exclude=["text"])
    assert refused.value.message_dict["text_en"] == [
        "Write it in one language at least: English, Azerbaijani or Russian."
    ]


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ({"text_en": "A", "text_az": "B", "text_ru": "C"}, ["A", "B", "C"]),
        ({"text_en": "A", "text_az": "", "text_ru": "C"}, ["A", "A", "C"]),
        ({"text_en": "", "text_az": "B", "text_ru": "C"}, ["B", "B", "C"]),
        ({"text_en": None, "text_az": None, "text_ru": "C"}, ["C", "C", "C"]),
    ],
)
def test_a_text_is_called_by_what_there_is(held, shown):
    made = commitment(**held)
    called = []
    for language in ("en", "az", "ru"):
        with translation.override(language):
            called.append(str(made))
            assert str(Point(order=2, **held)) == f"2. {called[-1]}"
    assert called == shown


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (AZERBAIJANI, "2024-01-11-bakida"),
        (RUSSIAN, "2024-01-11-oni-vstretyatsya-v"),
        ({"text_en": "Щи", "text_ru": "Борщ"}, "2024-01-11-shchi"),
    ],
)
def test_an_address_is_made_of_the_text_there_is(text, slug):
    assert commitment(**text).slug == slug


@pytest.mark.django_db(transaction=True)
def test_the_way_back_puts_what_there_is_where_english_was_required():
    point(**AZERBAIJANI), point(**RUSSIAN), commitment(text_en="English", text_az="Azərbaycanca")
    try:
        call_command("migrate", "cooperation", "0010", verbosity=0)
        texts = [AZERBAIJANI["text_az"], RUSSIAN["text_ru"]]
        assert list(Point.objects.order_by("pk").values_list("text_en", flat=True)[:2]) == texts
        assert Commitment.objects.get().text_en == "English"
        with pytest.raises(IntegrityError), transaction.atomic():
            Point.objects.update(text_en="")
    finally:
        call_command("migrate", "cooperation", verbosity=0)
    Point.objects.filter(text_az=AZERBAIJANI["text_az"]).update(text_en=None)
    assert Meeting.objects.count() == 3
