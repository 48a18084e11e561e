"""What waits for an editor: records to review, records sent back, and proposed changes."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cooperation.models import Action, Agreement, Event, Meeting, Program, Proposal, State, Version

from .upkeep.pages import to_put_in_order

NOUNS: tuple[type[Any], ...] = (Meeting, Agreement, Program, Event)
_SHOWN = 200


@dataclass(frozen=True)
class Waiting:
    """A record in the queue: its form, who brought it there and when, and what was said then."""

    title: str
    url: str
    kind: str
    by: str
    since: datetime.datetime
    note: str = ""


@dataclass(frozen=True)
class Waits:
    """A list of the queue, what waits longest first."""

    title: str
    waiting: list[Waiting]
    is_cut: bool


def _list(title: str, waiting: Iterable[Waiting]) -> Waits:
    longest = sorted(waiting, key=lambda each: each.since)
    return Waits(title, longest[:_SHOWN], len(longest) > _SHOWN)


def queue_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The page of the queue, with the nouns that the editor may see."""
    nouns = [noun for noun in NOUNS if request.user.has_perm(f"cooperation.view_{noun._meta.model_name}")]
    if not nouns:
        raise PermissionDenied
    lists = [
        _list(_("To review"), _in_review(nouns)),
        _list(_("Changes that are proposed"), _proposed(nouns, returned=False)),
        _list(_("Sent back with a comment"), [*_sent_back(nouns), *_proposed(nouns, returned=True)]),
    ]
    context = {
        **site.each_context(request),
        "title": _("What waits"),
        "lists": lists,
        "limit": _SHOWN,
        "to_put_in_order": list(to_put_in_order(request.user)),
    }
    return TemplateResponse(request, "admin/cooperation/queue.html", context)


def _in_review(nouns: list[type[Any]]) -> Iterator[Waiting]:
    for noun in nouns:
        records = noun.objects.filter(state=State.REVIEW).select_related("state_changed_by")
        for record in records.order_by("state_changed_at")[: _SHOWN + 1]:
            by = record.state_changed_by.get_username() if record.state_changed_by else ""
            yield _waiting(record, by, record.state_changed_at)


def _sent_back(nouns: list[type[Any]]) -> Iterator[Waiting]:
    """Drafts whose last step was back from review."""
    for noun in nouns:
        drafts = {record.uid: record for record in noun.objects.filter(state=State.DRAFT)}
        moved = Version.objects.filter(uid__in=list(drafts), action=Action.MOVED).order_by("uid", "number")
        last = {version.uid: version for version in moved}
        returned = (each for each in last.values() if each.state_before == State.REVIEW)
        yield from (_waiting(drafts[each.uid], each.by_name, each.at, each.comment) for each in returned)


def _proposed(nouns: list[type[Any]], *, returned: bool) -> Iterator[Waiting]:
    by_noun = {noun.noun: noun for noun in nouns}
    proposals = Proposal.objects.filter(noun__in=by_noun, returned=returned).select_related("version")
    for proposal in proposals.order_by("version__at")[: _SHOWN + 1]:
        record = by_noun[proposal.noun].objects.filter(uid=proposal.uid).first()
        if record is None:
            continue
        last = (_returned(proposal) if returned else None) or proposal.version
        yield _waiting(record, last.by_name, last.at, last.comment if returned else last.reason)


def _returned(proposal: Proposal) -> Version | None:
    return Version.objects.filter(uid=proposal.uid, action=Action.RETURNED).newest_first().first()


def _waiting(record: Model, by: str, since: datetime.datetime, note: str = "") -> Waiting:
    opts = record._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
    return Waiting(str(record), url, str(opts.verbose_name), by, since, note)
