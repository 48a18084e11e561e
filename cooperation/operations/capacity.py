"""How much each worker does at once. A server's process imports this without Django."""

from enum import IntEnum

# Django's: its threads take turns on one core, and each place keeps connections to the database.
PLACES = 8
# Of them those that may be held by who edits or writes.
DESK_PLACES = 6


class Kind(IntEnum):
    """Who asks for a place, in the order in which they are served."""

    # A page that many read and that was kept until the record changed: once it is made anew, they are served.
    POPULAR = 1
    DESK = 2
    READER = 3


# How many of each may wait for a place, and for how long.
WAITING = {Kind.POPULAR: 16, Kind.DESK: 8, Kind.READER: 48}
SECONDS_TO_WAIT = {Kind.POPULAR: 5.0, Kind.DESK: 15.0, Kind.READER: 5.0}
# Bodies that are taken in at once, and of one address; and how many of them may be large, which takes long.
BODIES = 32
BODIES_AN_ADDRESS = 4
LARGE_BODIES = 8
# Who may wait for a finished page that another request is making; the others are sent away.
WAITING_FOR_A_PAGE = 64
# So that there are always some left for finished pages.
FREE = 8
THREADS = PLACES + sum(WAITING.values()) + BODIES + WAITING_FOR_A_PAGE + FREE
# Connections, most of which ask for nothing: one is a few kB.
CONNECTIONS = 8_192
