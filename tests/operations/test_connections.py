"""The connections of a process, as its server holds them."""

import socket
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from cooperation.operations.connections import connections_of, on_its_way, reset, sent_by

pytestmark = [
    pytest.mark.engine("sqlite"),
    pytest.mark.enable_socket,
    pytest.mark.xfail(sys.platform != "linux", reason="Linux alone tells of them.", run=False),
]


@pytest.fixture
def ends() -> Iterator[list[tuple[socket.socket, socket.socket]]]:
    """Three connections, each with its near and its far end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        far = [socket.create_connection(listening.getsockname()) for _ in range(3)]
        pairs = [(listening.accept()[0], each) for each in far]
        yield pairs
    for pair in pairs:
        for each in pair:
            each.close()


def asked_by(near: socket.socket) -> dict[str, str]:
    return {"REMOTE_ADDR": near.getpeername()[0], "SERVER_PORT": str(near.getsockname()[1])}


def test_those_of_a_client_are_found(ends):
    with connections_of(asked_by(ends[0][0])) as found:
        assert sorted(each.getpeername() for each in found) == sorted(far.getsockname() for _near, far in ends)
    with connections_of(asked_by(ends[0][0]) | {"REMOTE_ADDR": "127.0.0.9"}) as found:
        assert found == []


def test_what_was_sent_is_counted_whether_it_arrived_or_not(ends):
    near, _far = ends[0]
    before = sent_by(near)
    near.sendall(b"x" * 5000)
    assert sent_by(near) - before == 5000
    near.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            near.send(b"x" * 100_000)
    assert on_its_way(near) > 0


def test_a_reset_is_a_fault_to_the_client_and_to_the_server(ends):
    near, far = ends[0]
    with connections_of(asked_by(near)) as found:
        (mine,) = [each for each in found if each.getpeername() == far.getsockname()]
        reset(mine)
    with pytest.raises(ConnectionResetError):
        far.recv(1)
    with pytest.raises(OSError, match=r"Broken pipe|not connected|reset"):
        near.sendall(b"the last chunk")
    ends[1][0].sendall(b"on")
    assert ends[1][1].recv(2) == b"on"
