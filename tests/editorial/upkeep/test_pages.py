"""The lists of what is to be put in order, as editors open them."""

import datetime

import pytest
from django.contrib.auth.models import Permission

from cooperation.editorial.upkeep.board import OPEN, OVERDUE, SILENT_SO_LONG, SOON, TITLES, board
from cooperation.models import CommitmentChange, Meeting, State
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 1)


def commitment(date, due=None, *, state=State.PUBLISHED, followed=None, **fields):
    meeting = make.make_meeting(date=date, state=state)
    made = make.make_commitment(make.make_point(meeting), make.make_agency(), due=due, **fields)
    if followed:
        CommitmentChange.objects.create(commitment=made, progress="open", on=followed, source=make.make_source())
    return made


def titles_of(client, address):
    return [record.title_en for record in client.get(address).context["cl"].result_list]


def test_the_board_puts_each_open_commitment_where_it_is_most_pressing():
    late, later = commitment("2026-02-01", "2026-01"), commitment("2020", "2025")
    soon = commitment("2026-02-01", "2026-05")
    silent, year = commitment("2025-02-28"), commitment("2024")
    heard = commitment("2024", followed="2026-02")
    fresh = commitment("2026-02-01", "2027")
    commitment("2020", progress="fulfilled")
    commitment("2020", state=State.WITHDRAWN)
    found = {title: [each.commitment for each in pending] for title, pending in board(TODAY)}
    expected = {OVERDUE: [later, late], SOON: [soon], SILENT_SO_LONG: [year, silent], OPEN: [heard, fresh]}
    assert found == {TITLES[name]: records for name, records in expected.items()}


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_takes_two_queries(django_assert_num_queries, number):
    for _ in range(number):
        commitment("2024")
    # The commitments with meeting and agencies; what became of them.
    with django_assert_num_queries(2):
        board(TODAY)


def test_the_queue_counts_what_is_to_be_put_in_order_and_leads_to_its_list(admin_client):
    make.make_meeting("Uncertain", date="2024-01")
    make.make_meeting("Certain", date="2024-01-11")
    lists = admin_client.get("/admin/queue/").context["to_put_in_order"]
    uncertain = next(each for each in lists if each.url.endswith("=day"))
    assert (uncertain.count, titles_of(admin_client, uncertain.url)) == (1, ["Uncertain"])


def test_a_list_says_of_each_record_how_complete_it_is(admin_client):
    make.make_meeting("Half", date="2024-01-11", city="Baku")
    page = admin_client.get("/admin/cooperation/meeting/").content.decode()
    assert ">4 of 12<" in page


def test_a_form_says_what_its_record_lacks(admin_client):
    meeting = make.make_meeting()
    page = admin_client.get(f"/admin/cooperation/meeting/{meeting.pk}/change/").content.decode()
    assert "Complete: " in page
    assert "<li>No second source</li>" in page
    assert "Complete: " not in admin_client.get("/admin/cooperation/meeting/add/").content.decode()


def test_the_page_of_completeness_says_how_much_of_each_noun_is_there(admin_client):
    make.make_meeting(date="2024-01-11")
    make.make_meeting(date="2024")
    nouns = admin_client.get("/admin/completeness/").context["nouns"]
    meetings = next(noun for noun in nouns if noun.name == Meeting._meta.verbose_name_plural)
    day = next(each for each in meetings.lists if each.url.endswith("=day"))
    assert (meetings.total, day.count, day.share) == (2, 1, 50)


def test_the_board_is_shown_with_what_is_due(admin_client):
    made = commitment("2024", "2025")
    page = admin_client.get("/admin/open-commitments/").content.decode()
    assert made.text_en in page


def test_the_queue_offers_only_lists_that_its_reader_may_open(client, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    client.force_login(reader)
    addresses = [each.url for each in client.get("/admin/queue/").context["to_put_in_order"]]
    assert addresses
    assert {client.get(address).status_code for address in addresses} == {200}
