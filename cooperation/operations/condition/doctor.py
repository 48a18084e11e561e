"""Every check there is, in an order in which one puts things right."""

from collections.abc import Callable, Iterator

from . import basics, company, databases, set_up, stored
from .findings import Finding, State, asked

Check = Callable[[], Finding | list[Finding]]

# Without these nothing of the database can be asked.
FIRST: dict[str, Check] = {
    "address": set_up.address,
    "debug": set_up.debug,
    "secret key": set_up.secret_key,
    "settings": set_up.django_checks,
    "contact": set_up.contact,
    "error reports": set_up.reporter,
    "metrics": set_up.counts,
    "data folder": stored.data_folder,
    "database file": stored.database_file,
    "disk": basics.disk,
    "static files": stored.static_files,
    "leftovers": stored.leftovers,
    "backup folder": stored.backup_folder,
    "backups": basics.backups,
    "newest backup": stored.newest_backup,
    "cache": company.shared_cache,
    "database": basics.database,
}
OF_THE_DATABASE: dict[str, Check] = {
    "engine": databases.engine,
    "client programs": databases.programs,
    "migrations": basics.migrations,
}
OF_THE_TABLES: dict[str, Check] = {
    "triggers": databases.followed,
    "clock": databases.clocks,
    "replicas": databases.replicas,
    "files of the record": stored.whole_record,
    "accounts": company.accounts,
    "links": company.links,
}


def examined() -> Iterator[Finding]:
    """What each check found, as soon as it is known; what cannot be asked without another is not asked."""
    for names in (FIRST, OF_THE_DATABASE, OF_THE_TABLES):
        wrong = []
        for name, check in names.items():
            for finding in _all(check, name):
                yield finding
                wrong += [finding.name] if finding.state is State.FAULT else []
        if {"database", "migrations"} & set(wrong):
            return


def _all(check: Check, name: str) -> list[Finding]:
    found = asked(check, name)
    return found if isinstance(found, list) else [found]
