"""The line to Valkey: short timeouts, a connection for each thread, and a rest after every failure."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.connection import ConnectionPool
from redis.exceptions import NoScriptError, ResponseError
from redis.retry import Retry

log = logging.getLogger(__name__)


class Unavailable(Exception):
    """Valkey does not answer, or refuses. Nothing is known of what it has done."""


@dataclass(frozen=True, slots=True)
class Script:
    """A program that runs inside Valkey, in one round trip and without anybody in between."""

    text: str
    sha: str

    @classmethod
    def of(cls, text: str) -> Script:
        return cls(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())


@dataclass(slots=True)
class _Line:
    """An open connection of one thread of one process. `prefix` stands before every key."""

    connection: Any  # The library's own, whose methods carry no annotations.
    prefix: str
    process: int
    is_new: bool = True


class ValkeyLink:
    """Runs scripts, each within `timeout` seconds or not at all; after a failure Valkey has `rest` seconds of peace.

    Connections are used as the client library has them, without its pool: that would cost more than all the rest of a
    page that is found. `before_return` is called once after a failure, before Valkey is asked again.
    """

    def __init__(
        self, url: str, *, timeout: float, rest: float, before_return: Callable[[], None] | None = None
    ) -> None:
        self._pool = ConnectionPool.from_url(
            url,
            protocol=2,
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
            retry=Retry(NoBackoff(), 0),
            driver_info=None,
        )
        self._rest = rest
        self._own = threading.local()
        self._rests_until = 0.0
        self._was_lost = False
        self.before_return = before_return

    def run(self, script: Script, keys: Sequence[str], *arguments: str | bytes | int) -> Any:
        """What the script returns, in bytes. Raises Unavailable, at once while Valkey is left alone."""
        if self._was_lost:
            self._come_back()
        line: _Line | None = getattr(self._own, "line", None)
        if line is None or line.process != os.getpid():
            line = self._open()
        try:
            return self._ask(line, script, keys, arguments)
        except redis.TimeoutError as error:
            raise self._lose(error) from error
        except redis.ConnectionError as error:
            if line.is_new:
                raise self._lose(error) from error
        except ResponseError as error:
            log.warning("Valkey refuses: %s", error)
            raise Unavailable(str(error)) from error
        # A connection that had lain idle was closed by the other side. A new one shows whether Valkey is there.
        line = self._open()
        try:
            return self._ask(line, script, keys, arguments)
        except redis.RedisError as error:
            raise self._lose(error) from error

    def distrust(self) -> None:
        """Take what Valkey has for unknown, until `before_return` has put it right."""
        self._was_lost = True

    def _ask(self, line: _Line, script: Script, keys: Sequence[str], arguments: Sequence[str | bytes | int]) -> Any:
        connection, prefix = line.connection, line.prefix
        full_keys = [prefix + key for key in keys]
        try:
            connection.send_command("EVALSHA", script.sha, len(keys), *full_keys, *arguments)
            answer = connection.read_response(disable_decoding=True)
        except NoScriptError:
            connection.send_command("EVAL", script.text, len(keys), *full_keys, *arguments)
            answer = connection.read_response(disable_decoding=True)
        line.is_new = False
        return answer

    def _open(self) -> _Line:
        try:
            connection: Any = self._pool.make_connection()
            connection.connect()
            connection.send_command("INFO", "server")
            told = connection.read_response(disable_decoding=True)
        except redis.RedisError as error:
            raise self._lose(error) from error
        # A Valkey that was started anew may have forgotten bumps (it reads back an older state, or is the replica of
        # the one that failed). It has another run id, and what lies there under the old one is never looked at.
        run = next(line.split(b":")[1].strip() for line in told.splitlines() if line.startswith(b"run_id:"))
        line = _Line(connection, f"page:{run[:8].decode('ascii')}:", os.getpid())
        self._own.line = line
        return line

    def _come_back(self) -> None:
        if time.monotonic() < self._rests_until:
            raise Unavailable("left alone after a failure")
        if self.before_return is not None:
            try:
                self.before_return()
            except Exception as error:
                self._rests_until = time.monotonic() + self._rest
                raise Unavailable("not to be trusted yet") from error
        self._was_lost = False

    def _lose(self, error: Exception) -> Unavailable:
        self._own.line = None
        self._rests_until = time.monotonic() + self._rest
        self._was_lost = True
        log.warning("Valkey does not answer: %s: %s", type(error).__name__, error)
        return Unavailable(str(error))
