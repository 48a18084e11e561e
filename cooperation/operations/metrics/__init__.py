"""What is counted for Prometheus, without a trace of who asked for what.

Each worker counts in files of its own under DATA_DIR (`shared`), and whichever is asked adds them up (`exposition`).
`meters` names all that is counted, `counting` counts requests around the site, `scrapes` answers.
"""

from . import shared

# Before anything here imports the client library, which chooses once where it counts.
IS_SHARED = shared.join()
