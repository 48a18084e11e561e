"""What a process asks of the system for itself."""

import platform
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.engine("sqlite"),
    pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="The C library here is not glibc."),
]

HEAPS = """
import ctypes, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from cooperation.operations.processes import share_heaps

{first}
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
together = Barrier(8)

def take(_number):
    together.wait()
    return libc.malloc(1_000)

with ThreadPoolExecutor(8) as threads:
    list(threads.map(take, range(8)))
out = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, out)
libc.fclose(out)
"""


def heaps(first: str) -> int:
    said = subprocess.run([sys.executable, "-c", HEAPS.format(first=first)], capture_output=True, text=True, check=True)
    return said.stdout.count("<heap nr=")


def test_threads_share_two_heaps():
    assert heaps("") > 2
    assert heaps("share_heaps()") <= 2
