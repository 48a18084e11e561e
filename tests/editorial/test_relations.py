"""A key that is none, wherever the desk takes one, is an error of the form or an address that leads nowhere."""

import pytest

from tests.factories import make_meeting

from .posting import ADD, errors_of, meeting_form

pytestmark = pytest.mark.django_db

NO_KEYS = ["x", "-1", "1.5", "9" * 30, "9" * 400, "٣", "1 OR 1=1", "\0", "1_0"]


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_form_says_which_field_names_nothing(admin_client, key):
    fields = {"topics": [key], "participations": [{"agency": key, "official": key, "order": 1, "role": "participant"}]}
    errors = errors_of(admin_client.post(ADD, meeting_form(**fields)))
    assert set(errors) >= {"topics", "participations-0-agency", "participations-0-official"}


@pytest.mark.parametrize("key", NO_KEYS)
@pytest.mark.parametrize(
    "address",
    [
        "/admin/cooperation/meeting/?topics__id__exact={}",
        "/admin/cooperation/meeting/?participations__agency__id__exact={}",
        "/admin/cooperation/meeting/?p={}",
        "/admin/cooperation/meeting/?missing={}",
        "/admin/cooperation/meeting/?date_earliest__year={}",
        "/admin/cooperation/agreement/add/?meeting={}",
        "/admin/cooperation/meeting/{}/change/",
        "/admin/cooperation/meeting/{}/history/",
        "/admin/duplicates/?after={}",
        "/admin/duplicates/meetings/{}/1/",
        "/admin/autocomplete/?term=a&app_label=cooperation&model_name=point&field_name=topics&page={}",
    ],
)
def test_an_address_leads_to_a_page_or_nowhere(admin_client, address, key):
    make_meeting()
    response = admin_client.get(address.format(key.replace("\0", "%00")), follow=True)
    assert response.status_code in {200, 403, 404}


@pytest.mark.parametrize("key", NO_KEYS)
def test_an_action_on_nothing_changes_nothing(admin_client, key):
    meeting = make_meeting()
    data = {"action": "withdraw", "_selected_action": [key], "reason": "Why"}
    assert admin_client.post("/admin/cooperation/meeting/", data, follow=True).status_code == 200
    meeting.refresh_from_db()
    assert meeting.state == "published"
