"""Connections that reach public addresses only, and that read no byte after the dead line of their request.

A name is looked up once, every address it has is checked, and the connection goes to the address that was checked: a name
that changes its answer in between (DNS rebinding) gains nothing, and nothing is sent to a private address, not even a SYN.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.connection import create_connection

from ingestion.kinds import Forbidden, Unavailable, Unusable

_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
_TRANSLATED_V4 = ipaddress.ip_network("64:ff9b::/96")
_POOLED_HOSTS = 64


@dataclass(frozen=True)
class Limits:
    """What the request in hand is held to. `dead_line` is a reading of `clock`; hosts are "host" or "host:port"."""

    dead_line: float
    clock: Callable[[], float]
    private_hosts: frozenset[str]

    def seconds_left(self, at_most: float) -> float:
        left = self.dead_line - self.clock()
        if left <= 0:
            raise TimeoutError("the dead line has passed")
        return min(left, at_most)


limits: ContextVar[Limits] = ContextVar("limits")


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet may be reached at."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _TRANSLATED_V4:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
        if ip not in _PUBLIC_V6:
            return False
    return ip.is_global and not ip.is_multicast


def _addresses(host: str, port: int) -> list[str]:
    """Where a name leads. Notations like 2130706433 and 0x7f.1 are plain addresses by then."""
    named = host.strip("[]").rstrip(".").lower()
    try:
        found = [entry[4][0] for entry in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)]
    except UnicodeError:
        raise Unusable(f"{named} is no host name; mend the address") from None
    except OSError as error:
        raise Unavailable(f"{named}: the name was not found ({error.strerror or error})") from None
    if not {named, f"{named}:{port}"} & limits.get().private_hosts:
        private = [address for address in found if not is_public(address)]
        if private:
            raise Forbidden(
                f"{named} leads to {private[0]}, which is no public address; a host of our own must stand in private_hosts"
            )
    return found


class _TimedStream(io.RawIOBase):
    """The bytes of a socket, each read within what is left; status, headers and chunk sizes come through here as well."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket):
        self._raw, self._sock, self._read_seconds = raw, sock, sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int | None:
        self._sock.settimeout(limits.get().seconds_left(self._read_seconds))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *arguments, **options):
        super().__init__(sock, *arguments, **options)
        self.fp = io.BufferedReader(_TimedStream(self.fp.detach(), sock))


class _Guarded:
    response_class = _TimedResponse

    def _new_conn(self) -> socket.socket:
        failure = "no address"
        for address in _addresses(self._dns_host, self.port):
            try:
                left = limits.get().seconds_left(self.timeout)
                return create_connection((address, self.port), left, socket_options=self.socket_options)
            except OSError as error:
                failure = error.strerror or str(error)
        raise Unavailable(f"{self.host}:{self.port} cannot be reached ({failure})")


class _GuardedHTTPConnection(_Guarded, HTTPConnection):
    pass


class _GuardedHTTPSConnection(_Guarded, HTTPSConnection):
    pass


class _GuardedHTTPPool(HTTPConnectionPool):
    ConnectionCls = _GuardedHTTPConnection


class _GuardedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPSConnection


class GuardedAdapter(HTTPAdapter):
    """Pooled connections under the `limits` of whoever sends; it has no retries and no proxies."""

    def __init__(self) -> None:
        super().__init__(pool_connections=_POOLED_HOSTS)

    def init_poolmanager(self, *arguments, **options) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _GuardedHTTPPool, "https": _GuardedHTTPSPool}
