"""A published record's address never dies."""

import pytest

from cooperation.models import Address, Meeting
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_former_address_leads_on(client):
    agency = make.make_agency("Children's Fund")
    agency.slug = "unicef"
    agency.save()
    response = client.get("/agencies/childrens-fund/")
    assert (response.status_code, response["Location"]) == (301, "/agencies/unicef/")


def test_a_former_address_inside_a_filter_leads_on(client):
    agency = make.make_agency("Children's Fund")
    make.make_meeting(agencies=[agency])
    agency.slug = "unicef"
    agency.save()
    response = client.get("/meetings/?agency=childrens-fund&q=meeting&sort=oldest")
    assert (response.status_code, response["Location"]) == (301, "/meetings/?q=meeting&agency=unicef&sort=oldest")


def test_a_former_address_is_never_given_to_another_record():
    agency = make.make_agency("Fund")
    agency.slug = "unicef"
    agency.save()
    assert make.make_agency("Fund").slug == "fund-2"


def test_a_withdrawn_record_is_gone_and_says_why(client):
    make.make_meeting("Twice", state="withdrawn", withdrawal_reason_en="The same meeting was entered twice.")
    response = client.get("/meetings/2024-01-11-twice/")
    assert response.status_code == 410
    assert "The same meeting was entered twice." in response.content.decode()


def test_a_deleted_record_is_gone(client):
    meeting = make.make_meeting("Draft", state="draft")
    Address.objects.filter(record_id=meeting.pk, noun="meetings").update(record_id=None)
    meeting.delete()
    assert client.get("/meetings/2024-01-11-draft/").status_code == 410


def test_a_missing_page_names_what_is_near(client):
    make.make_agency("UNICEF")
    response = client.get("/agencies/unicf/")
    assert response.status_code == 404
    assert 'href="/agencies/unicef/"' in response.content.decode()


def test_titles_in_azerbaijani_make_readable_addresses():
    assert make.make_agency("Gəncə Şəhər İcra Hakimiyyəti").slug == "gence-seher-icra-hakimiyyeti"


def test_two_records_of_one_name_get_two_addresses():
    first, second = make.make_meeting("Talks"), make.make_meeting("Talks")
    assert {first.slug, second.slug} == {"2024-01-11-talks", "2024-01-11-talks-2"}
    assert Meeting.objects.count() == 2
