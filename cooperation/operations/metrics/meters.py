"""All that is counted, by names of routes and never by addresses: what a reader types must not make a new series."""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()
REGISTRY = CollectorRegistry(auto_describe=False)
# What a page that is kept takes, up to what nobody waits for.
SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

requests = Counter(
    "cooperation_requests",
    "Requests answered, by route and status, and whether by a finished page of the front or by the site.",
    ["route", "status", "by"],
    registry=REGISTRY,
)
seconds = Histogram(
    "cooperation_request_seconds",
    "Time until an answer began, by route.",
    ["route"],
    buckets=SECONDS,
    registry=REGISTRY,
)
errors = Counter("cooperation_errors", "Requests that failed by a defect or a lost part.", ["kind"], registry=REGISTRY)
database_errors = Counter(
    "cooperation_database_errors", "Times that the database failed to answer a request.", ["kind"], registry=REGISTRY
)
streams_refused = Counter(
    "cooperation_streams_refused", "Long answers refused since others were on their way.", ["reason"], registry=REGISTRY
)
# Of the worker that looked last: each follows the record when it is asked.
index_meetings = Gauge(
    "cooperation_index_meetings", "Meetings in the index.", multiprocess_mode="livemostrecent", registry=REGISTRY
)
index_generation = Gauge(
    "cooperation_index_generation",
    "State of the record that the index shows.",
    multiprocess_mode="livemostrecent",
    registry=REGISTRY,
)
index_made = Gauge(
    "cooperation_index_made_timestamp_seconds",
    "When the index took up a change last.",
    multiprocess_mode="livemostrecent",
    registry=REGISTRY,
)


@cache
def answered(route: str, status: str, by: str) -> tuple[Counter, Histogram]:
    """What an answer is counted by, found once: to look it up takes longer than to count."""
    return requests.labels(route, status, by), seconds.labels(route)
