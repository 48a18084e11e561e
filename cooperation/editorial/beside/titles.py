"""Which title an official held on a day, so that an editor need not look it up. Only an offer, with its origin."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _

from cooperation.models import Appointment, Official, PartialDate, Participation, State
from cooperation.models.base import LANGUAGES

from .asked import date_in, key_in


class Title(NamedTuple):
    """A title by language, and in words where it is from."""

    texts: dict[str, str]
    origin: str


def title_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The title of `official` on `date`, for `agency` where there is one; `meeting` is the one being edited."""
    if not site.get_model_admin(Official).has_view_permission(request):
        raise PermissionDenied
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    official, date = key_in(request, "official"), date_in(request)
    if official is None or date is None:
        return JsonResponse({"title": None})
    found = title_on(official, date, agency=key_in(request, "agency"), but=key_in(request, "meeting"))
    return JsonResponse({"title": found and found._asdict()})


def title_on(official: int, date: PartialDate, *, agency: int | None = None, but: int | None = None) -> Title | None:
    """The title that was held on that day; else the last that was reported by then; else a post without dates."""
    posts = list(Appointment.objects.filter(official=official))
    return (
        _held(posts, date, agency)
        or _reported(official, date, agency, but)
        or _undated([post for post in posts if post.start is post.end is None], agency)
    )


def may_have_held(post: Appointment, date: PartialDate) -> bool:
    """Whether nothing that is known of the post speaks against the day."""
    began = post.start is None or post.start.earliest <= date.latest
    return began and (post.end is None or post.end.latest >= date.earliest)


def _held(posts: Iterable[Appointment], date: PartialDate, agency: int | None) -> Title | None:
    held = [post for post in posts if (post.start or post.end) and may_have_held(post, date)]
    if not held:
        return None
    post = max(held, key=lambda post: (post.agency_id == agency, post.start or ""))
    return Title(_texts(post, "title"), _period(post))


def _period(post: Appointment) -> str:
    if post.end is None:
        return _("held since %(start)s") % {"start": post.start.display()}
    if post.start is None:
        return _("held until %(end)s") % {"end": post.end.display()}
    return _("held from %(start)s until %(end)s") % {"start": post.start.display(), "end": post.end.display()}


def _reported(official: int, date: PartialDate, agency: int | None, but: int | None) -> Title | None:
    rows = Participation.objects.filter(official=official, meeting__date_earliest__lte=date.latest)
    rows = rows.exclude(reported_title_en=None).exclude(reported_title_en="").exclude(meeting=but)
    rows = rows.exclude(meeting__state=State.WITHDRAWN).select_related("meeting").order_by("-meeting__date", "-id")
    last = rows.filter(agency=agency).first() or rows.first()
    if last is None:
        return None
    return Title(_texts(last, "reported_title"), _("as reported for %(date)s") % {"date": last.meeting.date.display()})


def _undated(posts: list[Appointment], agency: int | None) -> Title | None:
    if not posts:
        return None
    post = max(posts, key=lambda post: post.agency_id == agency)
    return Title(_texts(post, "title"), _("a post whose dates are not known"))


def _texts(row: Any, field: str) -> dict[str, str]:
    return {language: getattr(row, f"{field}_{language}") or "" for language in LANGUAGES}
