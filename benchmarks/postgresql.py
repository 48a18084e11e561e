"""The server of the tests, for measuring: durable while it is measured, and told of the machine's memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import psycopg

from tests import postgresql as of_tests

SETTINGS = {"work_mem": "64MB", "effective_cache_size": "4GB", "random_page_cost": "1.1", "autovacuum": "on"}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class Database:
    """One server; a database for each size."""

    def __init__(self) -> None:
        self.settings = started = of_tests.start()
        self._where = {"host": started["HOST"], **({"port": started["PORT"]} if started["PORT"] else {})}

    @contextmanager
    def named(self, name: str) -> Iterator[str]:
        """The address of a new database, which is gone afterwards."""
        self._do(f"CREATE DATABASE {name}")
        try:
            yield f"postgres://postgres@/{name}?{urlencode(self._where)}"
        finally:
            self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def loading(self) -> None:
        self._set(SETTINGS | dict.fromkeys(DURABLE, "off"))

    def measuring(self, name: str) -> None:
        self._set(DURABLE)
        self._do("CHECKPOINT")
        self._do("VACUUM ANALYZE", name)

    def version(self) -> str:
        with self._connection("postgres") as connection:
            return connection.execute("SHOW server_version").fetchone()[0]

    def _set(self, settings: dict[str, str]) -> None:
        for name, value in settings.items():
            self._do(f"ALTER SYSTEM SET {name} = '{value}'")
        self._do("SELECT pg_reload_conf()")

    def _do(self, statement: str, database: str = "postgres") -> None:
        with self._connection(database) as connection:
            connection.execute(statement)

    def _connection(self, database: str) -> Any:
        return psycopg.connect(dbname=database, user="postgres", autocommit=True, **self._where)
