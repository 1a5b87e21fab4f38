"""Readers who ask for one page after the other, as fast as they are answered, from processes on a core of their own."""

from __future__ import annotations

import itertools
import multiprocessing
import socket
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from benchmarks.public_pages.cores import use_core

if TYPE_CHECKING:
    # The readers' processes have no Django.
    from benchmarks.public_pages.servers import Server

READERS = 4
_TIMEOUT = 120  # seconds; the first answer of a server may wait for much
# What a browser sends, through a proxy that speaks https with it.
_HEADERS = (
    "Host: localhost\r\nAccept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n"
    "X-Forwarded-Proto: https\r\nX-Forwarded-For: 192.0.2.1\r\nConnection: keep-alive\r\n\r\n"
)


class WrongAnswer(Exception):
    """The server answered something else than the page."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Pages a second while several readers ask, and milliseconds of CPU for each, the engines' included.

    `median` and `percentile_99` are the milliseconds that one reader waits who asks alone.
    """

    rate: float
    cpu: float
    median: float
    percentile_99: float


class Reader:
    """A client over one connection, which it opens anew whenever the server closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def get(self, address: str) -> bytes:
        """The body of a page as it was sent. Raises WrongAnswer unless the status is 200."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=_TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(f"GET {address} HTTP/1.1\r\n{_HEADERS}".encode("ascii"))
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._receive(address)
        head, body = received[:end].decode("latin-1"), [received[end + 4 :]]
        status, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
        if status.split()[1] != "200" or "content-length" not in headers:
            raise WrongAnswer(f"{address} answered {status}")
        missing = int(headers["content-length"]) - len(body[0])
        while missing > 0:
            body.append(self._receive(address))
            missing -= len(body[-1])
        if headers.get("connection", "").lower() == "close":
            self.close()
        return b"".join(body)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _receive(self, address: str) -> bytes:
        data = self._socket.recv(262_144) if self._socket else b""
        if not data:
            raise WrongAnswer(f"{address}: the server hung up")
        return data


class Readers:
    """Several readers, in processes that wait between measurements."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def measure(self, server: Server, addresses: Sequence[str], *, seconds: float) -> Measured:
        """Ask for these pages in turn: together for `seconds`, then one reader alone for half as long."""
        port, cpu = server.port, server.cpu_seconds()
        parts = [self._pool.submit(ask_in_turn, port, addresses, seconds, start) for start in range(READERS)]
        together = [wait for part in parts for wait in part.result()]
        cpu = server.cpu_seconds() - cpu
        alone = sorted(self._pool.submit(ask_in_turn, port, addresses, seconds / 2, 0).result())
        return Measured(
            rate=len(together) / seconds,
            cpu=cpu / len(together) * 1000,
            median=statistics.median(alone) * 1000,
            percentile_99=alone[int(len(alone) * 0.99)] * 1000,
        )


@contextmanager
def readers_on(core: int | None) -> Iterator[Readers]:
    """Start the readers' processes."""
    # Spawned, since a fork would share this process's connections.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(READERS, mp_context=context, initializer=use_core, initargs=(core,)) as pool:
        yield Readers(pool)


def ask_in_turn(port: int, addresses: Sequence[str], seconds: float, start: int) -> list[float]:
    """Ask for these pages, from the one at `start` on and round again; return the seconds that each took."""
    reader, waits = Reader(port), []
    end = time.perf_counter() + seconds
    for address in itertools.islice(itertools.cycle(addresses), start, None):
        begun = time.perf_counter()
        if begun > end:
            break
        reader.get(address)
        waits.append(time.perf_counter() - begun)
    reader.close()
    return waits


def middle_of(rounds: Sequence[Measured]) -> Measured:
    """The round in the middle, figure by figure."""
    return Measured(*(statistics.median(figures) for figures in zip(*map(astuple, rounds), strict=True)))
