"""All counts as Prometheus reads them, and what can be measured only when it asks."""

import time
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from cooperation.opendata.bulk import shelf

from ..condition.findings import Finding
from ..version import RUNNING
from . import IS_SHARED, meters, shared

# What a check measured, by the name of the check.
_MEASURED = {
    "database": ("cooperation_database_answer_seconds", "Time in which the database answered."),
    "migrations": ("cooperation_migrations_missing", "Changes of the tables that the database lacks."),
    "disk": ("cooperation_disk_free_bytes", "Room left for the data folder."),
    "backups": ("cooperation_backup_age_seconds", "Age of the newest backup."),
}


def exposed(findings: list[Finding]) -> bytes:
    """The text that is read by Prometheus: the counts of all workers, and what the checks have just found."""
    registry = CollectorRegistry()
    if IS_SHARED:
        shared.forget_the_dead()
        MultiProcessCollector(registry, str(shared.folder()))
    else:
        registry.register(_Own())
    registry.register(_Asked(findings))
    return generate_latest(registry)


class _Own(Collector):
    """What this process alone has counted."""

    def collect(self) -> Iterable[Metric]:
        return meters.REGISTRY.collect()


class _Asked(Collector):
    def __init__(self, findings: list[Finding]) -> None:
        self._findings = findings

    def collect(self) -> Iterator[Metric]:
        says = "0 where a check found all well, 1 where somebody should look soon, 2 where the site cannot do its work."
        state = GaugeMetricFamily("cooperation_check_state", says, labels=["check"])
        for each in self._findings:
            state.add_metric([each.name], each.state)
        yield state
        for each in self._findings:
            if each.name in _MEASURED and each.value is not None:
                yield GaugeMetricFamily(*_MEASURED[each.name], value=each.value)
        made = shelf.current()
        if made is not None:
            age = max(0.0, time.time() - made.stat().st_mtime)
            yield GaugeMetricFamily("cooperation_files_age_seconds", "Age of the files of the whole record.", value=age)
        version = {name: value or "" for name, value in RUNNING.items()}
        yield InfoMetricFamily("cooperation_program", "The version that runs.", value=version)
