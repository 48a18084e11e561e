"""A selection in words."""

import pytest
from django.http import QueryDict
from django.utils import translation

from cooperation.record.chosen import title_of
from cooperation.record.filters import MeetingFilter
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Meetings"),
        ("agency=unicef&topic=mines&year=2024&year=2023", "Meetings: UNICEF, Mines, 2024, 2023"),
        ("from=2020-03&to=2024", "Meetings: From: March 2020, To: 2024"),
        ("q=%E2%80%AEhealth", "Meetings: Search: \ufffdhealth"),
        ("mode=video", "Meetings: By video"),
    ],
)
def test_a_selection_is_titled_by_what_it_is_narrowed_by(query, title):
    make.make_meeting(agencies=[make.make_agency("Fund", acronym="UNICEF")], topics=[make.make_topic("Mines")])
    assert title_of(MeetingFilter(QueryDict(query)).selection()) == f"{title} – Azerbaijan–UN cooperation record"


def test_a_title_follows_the_language():
    with translation.override("az"):
        assert title_of(MeetingFilter().selection()) == "Görüşlər – Azərbaycan–BMT əməkdaşlığının reyestri"
