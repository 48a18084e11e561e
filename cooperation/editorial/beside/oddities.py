"""What is odd about a meeting: perhaps right, more likely a slip. It is said and stops nobody."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.models import Agency, Appointment, Meeting, Official, PartialDate, Side

from ..relations import as_key
from .asked import date_in
from .titles import may_have_held

_SEATS_READ = 100

Seat = tuple[int | None, int | None]


@dataclass(frozen=True)
class Sitting:
    """What is looked at of a meeting, saved or not; a seat is an agency and an official."""

    date: PartialDate | None
    seats: tuple[Seat, ...]
    has_source: bool

    @cached_property
    def agencies(self) -> dict[int, Agency]:
        keys = {agency for agency, _official in self.seats if agency}
        return Agency.objects.prefetch_related("successors").in_bulk(keys)

    @cached_property
    def officials(self) -> dict[int, Official]:
        keys = {official for _agency, official in self.seats if official}
        return Official.objects.prefetch_related("appointments").in_bulk(keys)


def sitting_of(meeting: Meeting) -> Sitting:
    seats = tuple(meeting.participations.values_list("agency_id", "official_id"))
    return Sitting(PartialDate(meeting.date), seats, meeting.sources.exists())


def oddities_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """What is odd about what a form holds at the moment: `date`, `seat` as agency:official, and `source`."""
    if not site.get_model_admin(Meeting).has_view_permission(request):
        raise PermissionDenied
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    pairs = (each.partition(":") for each in request.GET.getlist("seat")[:_SEATS_READ])
    seats = tuple((as_key(agency), as_key(official)) for agency, _colon, official in pairs)
    sitting = Sitting(date_in(request), seats, bool(request.GET.get("source")))
    return JsonResponse({"odd": oddities(sitting)})


def oddities(sitting: Sitting, *, at: datetime.date | None = None) -> list[str]:
    """A sentence for each; `at` is today, unless said."""
    return [
        *_of_the_date(sitting, at or timezone.localdate()),
        *_of_the_sides(sitting),
        *_of_those_there_twice(sitting),
        *_of_the_posts(sitting),
        *_of_the_bodies(sitting),
    ]


def _of_the_date(sitting: Sitting, today: datetime.date) -> Iterator[str]:
    if sitting.date is not None and sitting.date.earliest > today:
        yield _("The date lies in the future: %(date)s.") % {"date": sitting.date.display()}


def _of_the_sides(sitting: Sitting) -> Iterator[str]:
    sides = {agency.side for agency in sitting.agencies.values()}
    if Side.AZERBAIJAN not in sides:
        yield _("No body of Azerbaijan takes part.")
    if Side.UN not in sides:
        yield _("No UN agency takes part.")
    if not sitting.has_source:
        yield _("No source says where this is written.")


def _of_those_there_twice(sitting: Sitting) -> Iterator[str]:
    counts = Counter(official for _agency, official in sitting.seats if official in sitting.officials)
    for official, count in counts.items():
        if count > 1:
            yield _("%(official)s is there more than once.") % {"official": sitting.officials[official]}


def _of_the_posts(sitting: Sitting) -> Iterator[str]:
    for agency, key in dict.fromkeys(sitting.seats):
        official = sitting.officials.get(key or 0)
        if official is None or sitting.date is None:
            continue
        posts = [post for post in official.appointments.all() if agency and post.agency_id == agency]
        if posts and not any(may_have_held(post, sitting.date) for post in posts):
            yield _of_a_post(official, posts, sitting.date)


def _of_a_post(official: Official, posts: list[Appointment], date: PartialDate) -> str:
    """The last post that had ended by then, else the first that had not begun."""
    ended = [post for post in posts if post.end and post.end.latest < date.earliest]
    post = max(ended, key=lambda post: post.end) if ended else min(posts, key=lambda post: post.start)
    said = _("%(official)s: the post “%(title)s” had ended before the meeting (%(date)s).")
    if not ended:
        said = _("%(official)s: the post “%(title)s” began only after the meeting (%(date)s).")
    day = post.end if ended else post.start
    return said % {"official": official, "title": post.title_en, "date": day.display()}


def _of_the_bodies(sitting: Sitting) -> Iterator[str]:
    for agency in sitting.agencies.values() if sitting.date is not None else ():
        if agency.founded and agency.founded.earliest > sitting.date.latest:
            said = _("%(agency)s was founded only after the meeting (%(date)s).")
            yield said % {"agency": agency, "date": agency.founded.display()}
        for successor in agency.successors.all():
            if successor.succeeded_on and successor.succeeded_on.latest < sitting.date.earliest:
                said = _("%(agency)s: %(successor)s had taken over its work before the meeting (%(date)s).")
                yield said % {"agency": agency, "successor": successor, "date": successor.succeeded_on.display()}
