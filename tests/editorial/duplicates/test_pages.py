"""The desk's pages: a warning on entry, the list, two side by side, the way back; and who may do what."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from cooperation.editorial.duplicates.merging import merge
from cooperation.models import Meeting, Merge, NotDuplicate, Official, State
from tests import factories as make
from tests.once import once

from ..posting import ADD, change_url, meeting_form, sent, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(django_user_model):
    def signed_in(role):
        user = django_user_model.objects.create_user(role, password="x", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@once
def bodies():
    return [(make.make_official("A Head"), make.make_agency()), (make.make_official("A Minister"), make.make_body())]


def twins(bodies, state=State.PUBLISHED, **fields):
    return [make.make_meeting(title, officials=bodies, state=state, **fields) for title in ("They met", "They talked")]


def page(one, other):
    return f"/admin/duplicates/{one.noun}/{one.pk}/{other.pk}/"


def posted(client, url, **changes):
    """What a browser sends from the page as it is shown."""
    shown = client.get(url)
    chosen = {f"field-{each.name}": each.chosen for each in shown.context["choices"]}
    return client.post(url, {"_seen": shown.context["seen"], "_merge": "1", **chosen, **changes})


def test_who_enters_a_meeting_again_is_warned_and_not_stopped(admin_client, bodies):
    known = make.make_meeting("They met", "2024-01", officials=bodies)
    seats = [{"agency": body.pk, "official": official.pk, "role": "participant"} for official, body in bodies]
    fields = meeting_form(**table("participations", seats), sources=[make.make_source().pk])
    response = admin_client.post(ADD, fields, follow=True)
    entered = Meeting.objects.exclude(pk=known.pk).get()
    (warning,) = [str(each) for each in response.context["messages"] if each.level_tag == "warning"]
    assert page(known, entered) in warning
    assert "the same people: A Minister, A Head" in warning
    form = admin_client.get(change_url(entered))
    assert page(known, entered) in form.content.decode()
    saved = admin_client.post(change_url(entered), sent(form, venue="Hall"), follow=True)
    assert page(known, entered) in saved.content.decode()


def test_who_enters_an_official_again_is_warned(admin_client):
    make.make_official("Vagif Sadigov")
    empty = {
        f"{name}-{part}": 0 for name in ("appointments", "identifiers") for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    response = admin_client.post("/admin/cooperation/official/add/", {"name_en": "Vaqif Sadıxov", **empty}, follow=True)
    assert Official.objects.count() == 2
    assert "Side by side" not in response.content.decode()
    assert "names that sound alike: Vaqif Sadıxov, Vagif Sadigov" in response.content.decode() or (
        "names that sound alike: Vagif Sadigov, Vaqif Sadıxov" in response.content.decode()
    )


def test_not_a_duplicate_is_said_once(admin_client, bodies):
    one, other = twins(bodies)
    url = "/admin/duplicates/?noun=meetings"
    assert len(admin_client.get(url).context["page"].pairs) == 1
    admin_client.post(url, {"one": other.pk, "other": one.pk})
    admin_client.post(url, {"one": one.pk, "other": other.pk})
    assert NotDuplicate.objects.count() == 1
    assert admin_client.get(url).context["page"].pairs == []
    assert (
        "alike" not in admin_client.get(change_url(one)).context
        or not (admin_client.get(change_url(one)).context["alike"])
    )


def test_a_merge_takes_the_chosen_values_and_is_undone(admin_client, bodies):
    one, other = twins(bodies)
    Meeting.objects.filter(pk=one.pk).update(date="2024-01", venue="Hall")
    shown = admin_client.get(page(one, other))
    assert {each.name: each.chosen for each in shown.context["choices"]} == {
        "date": "other",
        "title_en": "kept",
        "venue": "kept",
    }
    done = posted(admin_client, page(one, other), **{"field-title_en": "other", "_reason": "Entered twice"})
    assert done["Location"] == change_url(one)
    kept = Meeting.objects.get()
    assert (kept.pk, kept.date, kept.title_en, kept.venue) == (one.pk, "2024-01-11", "They talked", "Hall")
    made = Merge.objects.get()
    history = admin_client.get(change_url(one).replace("change", "history"), {"of": str(made.merged)})
    assert [version.action for version in history.context["versions"]] == ["merged", "found"]
    assert not history.context["may_change"]
    assert admin_client.get("/admin/duplicates/?noun=meetings").context["merges"][0] == made
    admin_client.post(f"/admin/duplicates/merged/{made.pk}/", {"_reason": "Two after all"})
    assert sorted(Meeting.objects.values_list("title_en", flat=True)) == ["They met", "They talked"]
    assert admin_client.get("/admin/duplicates/?noun=meetings").context["merges"].count() == 0


def test_looking_changes_nothing_and_a_change_meanwhile_is_seen(admin_client, bodies):
    one, other = twins(bodies)
    shown = admin_client.get(page(one, other))
    admin_client.post(page(one, other), {"_seen": shown.context["seen"], "_look": "1", "field-title_en": "other"})
    assert Meeting.objects.count() == 2
    Meeting.objects.filter(pk=other.pk).update(venue="Hall")
    late = admin_client.post(page(one, other), {"_seen": shown.context["seen"], "_merge": "1"})
    assert Meeting.objects.count() == 2
    assert "changed meanwhile" in late.content.decode()


def test_a_contributor_merges_drafts_and_nothing_that_is_or_was_public(sign_in, bodies):
    contributor = sign_in("Contributor")
    drafts, public, withdrawn = twins(bodies, State.DRAFT), twins(bodies), twins(bodies, State.WITHDRAWN)
    for one, other in (public, withdrawn, (public[0], drafts[0]), (withdrawn[0], drafts[0])):
        assert contributor.get(page(one, other)).status_code == 200
        assert contributor.post(page(one, other), {"_merge": "1"}).status_code == 403
    assert posted(contributor, page(*drafts)).status_code == 302
    assert Meeting.objects.count() == 5
    people = [official for official, _body in bodies]
    assert contributor.post(page(*people), {"_merge": "1"}).status_code == 403


def test_a_contributor_undoes_no_merge_of_what_is_public(sign_in, admin_user, bodies):
    contributor, editor = sign_in("Contributor"), sign_in("Editor")
    public, drafts = merge(*twins(bodies), by=admin_user), merge(*twins(bodies, State.DRAFT), by=admin_user)
    addresses = [f"/admin/duplicates/merged/{made.pk}/" for made in (public, drafts)]
    assert [contributor.post(address).status_code for address in addresses] == [403, 302]
    assert Meeting.objects.count() == 3
    assert editor.post(addresses[0]).status_code == 302


@pytest.mark.parametrize("address", ["duplicates/", "duplicates/meetings/1/2/", "duplicates/merged/1/"])
def test_the_pages_are_for_the_desk(client, django_user_model, address):
    one, other = make.make_meeting(), make.make_meeting()
    address = address.replace("/1/2/", f"/{one.pk}/{other.pk}/")
    if "merged" in address:
        address = f"duplicates/merged/{merge(one, other, by=None).pk}/"
    assert client.get(f"/admin/{address}").status_code == 302
    assert client.post(f"/admin/{address}").status_code == 302
    client.force_login(django_user_model.objects.create_user("reader", password="x", is_staff=True))
    assert client.get(f"/admin/{address}").status_code == 403
    assert client.post(f"/admin/{address}").status_code == 403


@pytest.mark.parametrize("address", ["?noun=nothing", "nothing/1/2/", "meetings/98/99/", "merged/99/", "?after=x"])
def test_what_is_not_there_is_not_found(admin_client, address):
    assert admin_client.get(f"/admin/duplicates/{address}").status_code == (200 if "after" in address else 404)
