"""The connections that this process answers by, which the server keeps to itself: found among its open files.

Linux alone tells what is needed; elsewhere nothing is found.
"""

import ctypes
import fcntl
import os
import socket
import struct
import sys
import termios
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from wsgiref.types import WSGIEnvironment

_OPEN_FILES = "/proc/self/fd"
# From Linux's tcp.h: where `tcpi_bytes_acked` stands.
_BYTES_ACKED = 120
# An address of no family, by which a connection is dissolved.
_NOWHERE = bytes(16)


@contextmanager
def connections_of(environ: WSGIEnvironment) -> Iterator[list[socket.socket]]:
    """Those with the client of a request, at the port that it came to; the one that it came by is among them."""
    with ExitStack() as stack:
        yield [stack.enter_context(each) for each in _sockets() if _is_of(each, environ)]


def _sockets() -> Iterator[socket.socket]:
    if sys.platform != "linux":
        return
    seen = set()
    for name in os.listdir(_OPEN_FILES):
        # A file that was closed meanwhile, or is no socket.
        with suppress(OSError):
            file = os.readlink(f"{_OPEN_FILES}/{name}")
            # One that was opened here may have got a number that is still on the list.
            if file.startswith("socket:") and file not in seen:
                seen.add(file)
                yield socket.socket(fileno=os.dup(int(name)))


def _is_of(connection: socket.socket, environ: WSGIEnvironment) -> bool:
    try:
        near, far = connection.getsockname(), connection.getpeername()
        is_one = (str(near[1]), far[0]) == (environ["SERVER_PORT"], environ["REMOTE_ADDR"])
    except (OSError, IndexError, KeyError):
        is_one = False
    if not is_one:
        connection.close()
    return is_one


def sent_by(connection: socket.socket) -> int:
    """How many bytes were given to the connection since it began, whether they have arrived or not."""
    acknowledged = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _BYTES_ACKED + 8)
    return struct.unpack_from("Q", acknowledged, _BYTES_ACKED)[0] + on_its_way(connection)


def on_its_way(connection: socket.socket) -> int:
    """How many bytes have not arrived yet."""
    return struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(4)))[0]


def reset(connection: socket.socket) -> None:
    """End it so that the client sees a fault, also one that takes a closed connection for the end of an answer."""
    ctypes.CDLL(None).connect(connection.fileno(), _NOWHERE, len(_NOWHERE))


def give_up_when_stalled(connection: socket.socket, seconds: int) -> None:
    """End it where the client takes in nothing at all for so long."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, seconds * 1000)
