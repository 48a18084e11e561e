import socket

import pytest


@pytest.fixture
def free_port(socket_enabled) -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
