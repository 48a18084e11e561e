"""The posts of an official, and the meetings in which they are seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cooperation.models import Official, PartialDate

from .public import AppointmentRecord
from .questions import seats


@dataclass(frozen=True)
class Held:
    """A post, with the first and the last day on which its holder sat in a meeting under it."""

    post: AppointmentRecord
    days: tuple[PartialDate, ...] = ()

    @property
    def years(self) -> str:
        """The years between which the post is seen in meetings."""
        return "–".join(dict.fromkeys(str(day.year) for day in self.days))

    @property
    def _latest(self) -> str:
        """The last that is known of the post, as text that sorts."""
        period = self.post.period
        return max(str(date) for date in (*self.days, period.end, period.start, "") if date is not None)


def posts_of(official: Official, posts: Sequence[AppointmentRecord]) -> list[Held]:
    """The posts, that which was seen or held last first."""
    rows = seats().filter(official=official).order_by("meeting__date")
    sat = list(rows.values_list("agency__slug", "reported_title_en", "meeting__date"))
    held = [Held(post, _ends(_days_in(post, posts, sat))) for post in posts]
    return sorted(held, key=lambda each: each._latest, reverse=True)


def _days_in(
    post: AppointmentRecord, posts: Sequence[AppointmentRecord], sat: Iterable[tuple[str, str, str]]
) -> list[str]:
    """When its holder sat for the body: under a title like the post's, where there was another post at that body."""
    if post.agency is None:
        return []
    alone = sum(each.agency is not None and each.agency.slug == post.agency.slug for each in posts) == 1
    title = post.title.translations.get("en", "").casefold()
    at_the_body = [(day, (reported or "").casefold()) for slug, reported, day in sat if slug == post.agency.slug]
    return [day for day, reported in at_the_body if alone or (reported and (title in reported or reported in title))]


def _ends(days: Sequence[str]) -> tuple[PartialDate, ...]:
    return (PartialDate(days[0]), PartialDate(days[-1])) if days else ()
