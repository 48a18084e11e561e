import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.views.generic import ListView

from . import facets
from .filters import MeetingFilter
from .models import Meeting, Participation

SEATS = Prefetch("participations", Participation.objects.select_related("agency", "official"))


class MeetingList(ListView):
    """The timeline, 20 meetings a page, newest first."""

    queryset = Meeting.objects.all()
    paginate_by = 20
    template_name = "ordinary/meetings.html"

    def get_queryset(self) -> QuerySet:
        self.filter = MeetingFilter(self.request.GET, queryset=super().get_queryset())
        return self.filter.qs.prefetch_related(SEATS, "topics")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = facets.every if self.request.GET.get("facets") == "all" else facets.chief
        found = self.filter.qs.order_by().values("pk") if self.filter.form.changed_data else None
        return super().get_context_data(facets=count(found), filter=self.filter, **kwargs)


class _Echo:
    def write(self, line: str) -> str:
        return line


def meetings_csv(request: HttpRequest) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())
    return StreamingHttpResponse((writer.writerow(row) for row in _rows()), content_type="text/csv")


def _rows() -> Iterator[list]:
    yield ["id", "date", "title", "city", "summary", "agencies", "officials", "topics"]
    meetings = Meeting.objects.prefetch_related(SEATS, "topics")
    for meeting in meetings.iterator(chunk_size=2000):
        seats = meeting.participations.all()
        agencies = "; ".join(seat.agency.name for seat in seats)
        officials = "; ".join(seat.official.name for seat in seats if seat.official)
        topics = "; ".join(topic.name for topic in meeting.topics.all())
        yield [meeting.pk, meeting.date, meeting.title, meeting.city, meeting.summary, agencies, officials, topics]
