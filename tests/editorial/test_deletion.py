import pytest
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.db.models.signals import pre_delete

from cooperation.models import Meeting, Source, State, Topic
from tests.factories import (
    make_agency,
    make_agreement,
    make_body,
    make_event,
    make_meeting,
    make_official,
    make_point,
    make_program,
    make_source,
    make_topic,
)

from .posting import change_url

pytestmark = pytest.mark.django_db


def delete_url(record: Model) -> str:
    return change_url(record).replace("change", "delete")


def point_about(**relations):
    state = relations.pop("state")
    return make_point(make_meeting(state=state), **relations)


REFERENCES = [
    (make_topic, "topics", make_meeting),
    (make_topic, "topics", make_program),
    (make_topic, "topics", make_event),
    (make_topic, "topics", make_agreement),
    (make_topic, "topics", point_about),
    (make_source, "sources", make_meeting),
    (make_source, "sources", make_program),
    (make_source, "sources", make_event),
    (make_source, "sources", make_agreement),
    (make_agency, "agencies", make_program),
    (make_agency, "organisers", make_event),
    (make_agency, "parties", make_agreement),
]


@pytest.mark.parametrize(("make", "relation", "make_citing"), REFERENCES)
def test_what_a_published_record_refers_to_stays(make, relation, make_citing):
    record = make()
    make_citing(state=State.PUBLISHED, **{relation: [record]})
    with pytest.raises(ProtectedError, match="Published records refer"), transaction.atomic():
        record.delete()
    with pytest.raises(ProtectedError, match="Published records refer"), transaction.atomic():
        type(record).objects.filter(pk=record.pk).delete()
    assert type(record).objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize(("make", "relation", "make_citing"), REFERENCES)
def test_what_only_drafts_refer_to_may_go(make, relation, make_citing):
    record = make()
    make_citing(state=State.DRAFT, **{relation: [record]})
    record.delete()
    assert not type(record).objects.filter(pk=record.pk).exists()


def test_the_delete_page_names_the_published_records(admin_client):
    topic = make_topic("Health")
    public = make_meeting("Meeting on health", topics=[topic])
    make_meeting("A draft on health", topics=[topic], state=State.DRAFT)
    page = admin_client.get(delete_url(topic))
    assert page.context["protected"] == [f'Meeting: <a href="{change_url(public)}">{public}</a> ']
    page = admin_client.post(delete_url(topic), {"post": "yes"})
    assert "Meeting on health" in page.content.decode()
    assert Topic.objects.count() == 1


def test_the_bulk_delete_names_them_too(admin_client):
    cited, free = make_source(), make_source()
    make_program("Learning in the mountains", sources=[cited])
    data = {"action": "delete_selected", "_selected_action": [cited.pk, free.pk], "post": "yes"}
    page = admin_client.post("/admin/cooperation/source/", data)
    assert "Learning in the mountains" in page.content.decode()
    assert Source.objects.count() == 2


def test_what_nothing_refers_to_is_deleted(admin_client):
    topic = make_topic()
    assert admin_client.post(delete_url(topic), {"post": "yes"}).status_code == 302
    assert Topic.objects.count() == 0


@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
def test_what_was_published_is_withdrawn_instead(admin_client, state):
    meeting = make_meeting(state=state)
    assert "deletelink" not in admin_client.get(change_url(meeting)).content.decode()
    response = admin_client.post(delete_url(meeting), {"post": "yes"}, follow=True)
    assert response.redirect_chain == [(change_url(meeting), 302)]
    assert "is withdrawn, with a reason" in str(next(iter(response.context["messages"])))
    assert Meeting.objects.count() == 1


def test_the_bulk_delete_says_what_was_published(admin_client):
    public, draft = make_meeting("The public one"), make_meeting("The draft", state=State.DRAFT)
    data = {"action": "delete_selected", "_selected_action": [public.pk, draft.pk], "post": "yes"}
    page = admin_client.post("/admin/cooperation/meeting/", data)
    assert page.context["perms_lacking"] == set()
    assert page.context["protected"] == [
        f'Meeting: <a href="{change_url(public)}">{public}</a> has been published: withdraw it instead'
    ]
    assert Meeting.objects.count() == 2


def test_a_draft_is_deleted_with_its_tables(admin_client):
    meeting = make_meeting(state=State.DRAFT, officials=[(make_official(), make_body())])
    make_point(meeting)
    assert admin_client.post(delete_url(meeting), {"post": "yes"}).status_code == 302
    assert Meeting.objects.count() == 0


def test_a_draft_without_an_address_of_that_number_is_not_found(admin_client):
    response = admin_client.get("/admin/cooperation/meeting/999/delete/")
    assert response.status_code == 302


@pytest.fixture
def someone_refers_meanwhile():
    """The confirmation has passed when another editor's record takes up the topic."""

    def refer(instance, **kwargs):
        raise ProtectedError("Published records refer to this one.", {instance})

    pre_delete.connect(refer, sender=Topic)
    yield
    pre_delete.disconnect(refer, sender=Topic)


@pytest.mark.usefixtures("someone_refers_meanwhile")
def test_a_reference_made_in_the_same_moment_is_a_message(admin_client):
    topic = make_topic()
    bulk = {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"}
    for url, data in ((delete_url(topic), {"post": "yes"}), ("/admin/cooperation/topic/", bulk)):
        response = admin_client.post(url, data, follow=True)
        assert response.status_code == 200
        assert "in the same moment" in str(next(iter(response.context["messages"])))
    assert Topic.objects.count() == 1
