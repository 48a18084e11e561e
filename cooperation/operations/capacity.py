"""How much each worker does at once. A server's process imports this without Django."""

# Django's: its threads take turns on one core, and each place keeps connections to the database.
PLACES = 8
# Of them those that may be held by who edits or writes.
DESK_PLACES = 6
# Who may wait for a place, readers and those who edit, and for how long.
WAITING = {False: 24, True: 8}
SECONDS_TO_WAIT = {False: 5.0, True: 15.0}
# Bodies that are taken in at once, and of one address.
BODIES = 8
BODIES_AN_ADDRESS = 4
# Who may wait for a finished page that another request is making.
WAITING_FOR_A_PAGE = 16
# So that there are always some left for finished pages.
FREE = 8
THREADS = PLACES + sum(WAITING.values()) + BODIES + WAITING_FOR_A_PAGE + FREE
# Connections, most of which ask for nothing: one is a few kB.
CONNECTIONS = 8_192
