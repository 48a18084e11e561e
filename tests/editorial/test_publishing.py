import pytest
from django.contrib.admin.models import LogEntry

from cooperation.models import Meeting, State
from tests.factories import make_body, make_event, make_meeting, make_program

from .posting import ADD, change_url, errors_of, meeting_form

pytestmark = pytest.mark.django_db

LIST = "/admin/cooperation/meeting/"


def act(client, action, *records, **fields):
    address = f"/admin/cooperation/{records[0]._meta.model_name}/"
    data = {"action": action, "_selected_action": [record.pk for record in records], **fields}
    return client.post(address, data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def states():
    return list(Meeting.objects.order_by("pk").values_list("state", flat=True))


def test_publish_takes_every_selected_record(admin_client, admin_user):
    draft, review = make_meeting(state=State.DRAFT), make_meeting(state=State.REVIEW)
    other = make_meeting(state=State.DRAFT)
    response = act(admin_client, "publish", draft, review)
    assert said(response) == ["2 records: Published."]
    assert states() == ["published", "published", "draft"]
    draft.refresh_from_db()
    assert (draft.state_changed_by, draft.published_at) == (admin_user, draft.state_changed_at)
    assert Meeting.objects.published().filter(pk=other.pk).count() == 0
    logged = LogEntry.objects.values_list("object_id", "change_message")
    assert set(logged) == {(str(draft.pk), "Published"), (str(review.pk), "Published")}


def test_publish_again_keeps_when_it_was_first_published(admin_client):
    meeting = make_meeting(state=State.WITHDRAWN)
    first = Meeting.objects.get().published_at
    act(admin_client, "publish", meeting)
    assert (Meeting.objects.get().state, Meeting.objects.get().published_at) == (State.PUBLISHED, first)


def test_only_drafts_go_to_review(admin_client):
    meetings = [make_meeting(state=state) for state in State]
    response = act(admin_client, "send_to_review", *meetings)
    assert said(response) == ["1 record: In review."]
    assert states() == ["review", "review", "published", "withdrawn"]


def test_withdrawing_asks_for_a_reason_first(admin_client):
    meeting = make_meeting("Meeting of two", date="2024-01-11")
    page = act(admin_client, "withdraw", meeting)
    assert "2024-01-11 Meeting of two" in page.content.decode()
    for reason in ("", "   "):
        page = act(admin_client, "withdraw", meeting, reason=reason)
        assert page.context["form"].errors == {"reason": ["This field is required."]}
    assert states() == ["published"]


def test_a_reason_withdraws(admin_client, admin_user):
    meetings = [make_meeting(), make_meeting()]
    response = act(admin_client, "withdraw", *meetings, reason="Entered twice.")
    assert said(response) == ["2 records: Withdrawn."]
    assert states() == ["withdrawn", "withdrawn"]
    assert Meeting.objects.first().withdrawal_reason_en == "Entered twice."
    assert Meeting.objects.published().count() == 0


def test_what_is_not_published_is_not_withdrawn(admin_client):
    response = act(admin_client, "withdraw", make_meeting(state=State.DRAFT), reason="Why not?")
    assert said(response) == ["Only what is published can be withdrawn."]
    assert states() == ["draft"]


@pytest.mark.parametrize("make", [make_program, make_event])
def test_the_other_nouns_are_published_alike(admin_client, make):
    record = make(state=State.DRAFT)
    act(admin_client, "publish", record)
    record.refresh_from_db()
    assert record.state == State.PUBLISHED


def test_save_and_publish_makes_a_new_meeting_public(admin_client):
    response = admin_client.post(ADD, meeting_form(_publish="Save and publish"), follow=True)
    meeting = Meeting.objects.published().get()
    assert f'Now public: <a href="{meeting.get_absolute_url()}">{meeting}</a>' in said(response)


def test_save_and_publish_with_an_error_publishes_nothing(admin_client):
    meeting = make_meeting(state=State.DRAFT)
    admin_client.post(change_url(meeting), meeting_form(title_en="", _publish="1"))
    assert states() == ["draft"]


def test_a_typed_state_is_not_taken(admin_client):
    admin_client.post(ADD, meeting_form(state="published", published_at="2024-01-01"))
    assert states() == ["draft"]


@pytest.mark.parametrize(
    ("state", "offers_publish", "offers_withdraw", "shows_reason", "on_site"),
    [
        (State.DRAFT, True, False, False, False),
        (State.REVIEW, True, False, False, False),
        (State.PUBLISHED, True, True, False, True),
        (State.WITHDRAWN, True, False, True, False),
    ],
)
def test_the_form_offers_what_the_state_allows(
    admin_client, state, offers_publish, offers_withdraw, shows_reason, on_site
):
    meeting = make_meeting(state=state)
    page = admin_client.get(change_url(meeting)).content.decode()
    assert ('name="_publish"' in page) == offers_publish
    assert ('name="action" value="withdraw"' in page) == offers_withdraw
    assert ('name="withdrawal_reason_en"' in page) == shows_reason
    assert (f'href="{meeting.get_absolute_url()}"' in page) == on_site


def test_the_reason_of_a_withdrawn_record_may_not_be_emptied(admin_client):
    meeting = make_meeting(state=State.WITHDRAWN)
    response = admin_client.post(change_url(meeting), meeting_form(withdrawal_reason_en=""))
    assert errors_of(response) == {"withdrawal_reason_en": ["This field is required."]}


def test_actions_need_the_permission_to_change(client, django_user_model):
    user = django_user_model.objects.create_user("reader", password="x", is_staff=True)
    client.force_login(user)
    meeting = make_meeting(state=State.DRAFT)
    assert act(client, "publish", meeting).status_code == 403
    assert states() == ["draft"]


def test_a_body_has_no_state(admin_client):
    page = admin_client.get(change_url(make_body())).content.decode()
    assert 'name="_publish"' not in page
