"""A mixed load, readers 95 %, programs 4 %, editors 1 %: held at 80 % of what the site can do, shed at three times.

    python -m benchmarks.load_drill [SECONDS]

So long at each of the two, ten minutes unless said. SIZE (10000), ENGINE (sqlite) and RATE may be set, the last where
it is known better than by a quarter of a minute's measuring how many answers a second the site can give. It fails where
the first had an error, or where the second had one that is no 503 with Retry-After, starved kept pages, or was not over
within 5 s.
"""

import json
import os
import re
import signal
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

from tests.editorial.posting import ADD, meeting_form

from .client import Client
from .data import Data
from .pages import mixed
from .readers import Readers
from .servers import Server
from .soak import site
from .visitors import Request, Tally, Visitors, reading, sending

HELD, OVERLOAD = 0.8, 3
SECONDS_TO_WARM, SECONDS_TO_MEASURE = 10, 15
# What the front gives without Django, whatever else is asked: a page that nobody changes, and a file.
KEPT = "/api/"
RECOVERY = 5
PROCESSES = 2
HEADER = "| asked | answered | shed | other | median ms | 95th percentile |\n|---|---|---|---|---|---|"


def requests(data: Data, client: Client) -> list[tuple[float, list[Request]]]:
    """What visitors ask for, with the share of each kind."""
    facts = data.facts
    pages = mixed(facts)
    api = [f"/api/v1/meetings/?agency={agency}" for agency in facts["agencies"][:10]]
    api += [f"/agencies/{agency}.json" for agency in facts["agencies"][:10]]
    return [
        (95, [reading("page", path) for path in pages]),
        (4, [reading("data", path) for path in api]),
        (1, [_saving(data, client)]),
    ]


def _saving(data: Data, client: Client) -> Request:
    """A draft with a participant, as the desk's form sends it."""
    cookie = json.loads(data.module("benchmarks.desk_session"))["cookie"]
    client.headers = {"Cookie": cookie}
    page = client.get(ADD)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
    if not token:
        raise SystemExit(f"The desk's form did not open: {page.status}.")
    secret = page.headers["set-cookie"].partition(";")[0]
    rows = [{"agency": data.facts["agency_id"], "role": "participant", "order": 0}]
    fields = meeting_form(participations=rows, title_en="A draft of the drill") | {
        "csrfmiddlewaretoken": token[1].decode()
    }
    return sending("save", ADD, urlencode(fields), f"{cookie}; {secret}")


def visited(server: Server, asked: list, rate: float, seconds: float) -> Tally:
    tally = Tally()
    with ExitStack() as stack:
        crowd = [stack.enter_context(Visitors(server.port, asked, rate / PROCESSES)) for _ in range(PROCESSES)]
        time.sleep(seconds)
    for each in crowd:
        tally.add(each.tally)
    return tally


def told(name: str, tally: Tally) -> None:
    print(f"\n{name}: {tally.all} requests\n\n{HEADER}")
    for kind, counts in sorted(tally.got.items()):
        taken = sorted(tally.taken[kind]) or [0.0]
        fine = counts["200"] + counts["302"]
        others = {status: number for status, number in counts.items() if status not in ("200", "302", "503")}
        p95 = taken[round(0.95 * (len(taken) - 1))]
        print(
            f"| {kind} | {fine} | {counts['503']} | {others or 0} |"
            f" {1000 * statistics.median(taken):.0f} | {1000 * p95:.0f} |"
        )
    if tally.shed:
        print(f"\nA 503 took {1000 * statistics.median(tally.shed):.0f} ms (median).")
    print("\n".join(tally.said), flush=True)


def recovered_after(client: Client, paths: list[str]) -> float:
    """Seconds until pages of all kinds are answered one after the other."""
    begun, fine = time.monotonic(), 0
    while fine < len(paths):
        fine = fine + 1 if client.get(paths[fine]).status == 200 else 0
    return time.monotonic() - begun


def main(seconds: float) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    faults = []
    with tempfile.TemporaryDirectory(prefix="cooperation-record-load-") as folder, site(Path(folder)) as (server, data):
        asked = requests(data, server.client())
        pages = [each.head.split(b" ")[1].decode() for each in asked[0][1]]
        for warm in (SECONDS_TO_WARM, SECONDS_TO_MEASURE):
            with ExitStack() as stack:
                readers = [stack.enter_context(Readers(server.port, pages)) for _ in range(PROCESSES)]
                time.sleep(warm)
        # Of the whole mix: what is answered while far more is asked.
        most = visited(server, asked, OVERLOAD * sum(each.count.rate for each in readers), SECONDS_TO_MEASURE)
        capacity = float(os.environ.get("RATE") or most.number("200", "302") / SECONDS_TO_MEASURE)
        recovered_after(server.client(), pages[:: len(pages) // 20])
        held = visited(server, asked, HELD * capacity, seconds)
        told(f"At {HELD:.0%} of {capacity:.0f} answers a second, for {seconds:.0f} s", held)
        if held.number("error", "503", "500", "429"):
            faults.append("an error at what the site should hold")
        kept = reading("kept", KEPT)
        over = visited(server, [*asked, (10, [kept])], OVERLOAD * capacity, seconds)
        recovery = recovered_after(server.client(), pages[:: len(pages) // 20])
        told(f"At {OVERLOAD} × that, for {seconds:.0f} s", over)
        print(f"\nAll was answered again {recovery:.1f} s after the last visitor.")
        if over.number("error", "500") or over.without_hint:
            faults.append("another answer than a page or a 503 with Retry-After")
        if over.got["kept"]["503"]:
            faults.append("a kept page that was not given")
        if recovery > RECOVERY:
            faults.append("a recovery that took too long")
    if faults:
        raise SystemExit(f"That is not what is promised: {'; '.join(faults)}.")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 600)
