"""What a process asks of the system for itself."""

import ctypes
import gc
import os
import resource
import signal
import sys
from contextlib import suppress

# From Linux's prctl.h: the signal to get when the parent ends.
PR_SET_PDEATHSIG = 1
# From glibc's malloc.h: how many heaps threads may have.
M_ARENA_MAX = -8
# More new objects than the largest page makes; Python's own 700 come many times a page.
OBJECTS_TO_COLLECT = 50_000
# The least that a process can ask for.
LOWEST_PRIORITY = 19


def end_with_parent() -> None:
    """Be stopped when the parent ends, however it ends; on Linux alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def share_heaps() -> None:
    """Let all threads take memory from two heaps: with one for each, what one gives back is lost to the others."""
    with suppress(AttributeError):
        # No other C library has it.
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def spare_what_is_loaded() -> None:
    """Let the collector of cycles leave alone what is there by now, and come less often: it took a tenth of a page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_TO_COLLECT)


def give_way() -> None:
    """Run only when no other process wants to."""
    os.nice(LOWEST_PRIORITY)


def open_many_files() -> None:
    """A connection is an open file, and systems allow a process 1,024 of them unless it asks for more."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
