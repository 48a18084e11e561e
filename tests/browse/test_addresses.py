"""A published record's address never dies."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from cooperation.models import Meeting, State
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


def test_the_empty_fields_of_a_form_are_dropped_from_the_address(client):
    make.make_meeting(agencies=[make.make_agency("UNICEF")])
    response = client.get("/meetings/?q=&from=2020&to=&agency=unicef")
    assert (response.status_code, response["Location"]) == (301, "/meetings/?agency=unicef&from=2020")
    assert client.get(response["Location"]).status_code == 200


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


def test_what_stood_on_a_withdrawn_meeting_alone_is_gone_with_it(client):
    official, body = make.make_official("Ann Other"), make.make_body()
    meeting = make.make_meeting("Twice", officials=[(official, body)])
    commitment = make.make_commitment(make.make_point(meeting), body)
    paths = ["/officials/ann-other/", commitment.get_absolute_url()]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    meeting.move_to(State.WITHDRAWN, by=None, reason="Entered twice.")
    meeting.save()
    for path in paths:
        response = client.get(path)
        assert response.status_code == 410
        assert "Ann Other" not in response.content.decode()


def test_a_person_of_a_draft_alone_was_never_there(client):
    make.make_meeting("Draft", state="draft", officials=[(make.make_official("Ann Other"), make.make_body())])
    assert client.get("/officials/ann-other/").status_code == 404


def test_a_deleted_record_is_gone_and_its_address_stays_its_own(client):
    make.make_agency("UNICEF").delete()
    assert client.get("/agencies/unicef/").status_code == 410
    assert make.make_agency("UNICEF").slug == "unicef-2"


def test_the_address_of_a_deleted_draft_is_free_again(client):
    make.make_meeting("Draft", state="draft").delete()
    assert client.get("/meetings/2024-01-11-draft/").status_code == 404
    assert make.make_meeting("Draft").slug == "2024-01-11-draft"


def test_what_was_published_is_not_deleted():
    for delete in (lambda meeting: meeting.delete(), lambda meeting: Meeting.objects.filter(pk=meeting.pk).delete()):
        meeting = make.make_meeting("Public")
        with pytest.raises(ProtectedError):
            delete(meeting)


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


def test_an_address_that_the_site_uses_itself_is_given_to_no_record():
    topic = make.make_topic("Facets")
    assert topic.slug == "facets-2"
    topic.slug = "facets"
    with pytest.raises(ValidationError, match="The site itself uses this address"):
        topic.full_clean()
