"""Which addresses are answered: a page elsewhere must not reach this one under a name of its own."""

from __future__ import annotations

_HTTP = 80


def host_allowed(host_header: str, allowed: frozenset[str]) -> bool:
    """Return whether a Host header names, port and all, one of the hosts that are answered.

    Large and small letters are alike; nothing else is.

    >>> host_allowed("LOCALHOST:8042", frozenset({"localhost:8042"}))
    True
    >>> host_allowed("localhost:8042.example.org", frozenset({"localhost:8042"}))
    False
    """
    return host_header.isascii() and host_header.lower() in {host.lower() for host in allowed if host}


def local_hosts(port: int) -> frozenset[str]:
    """Return the hosts under which a person reaches their own machine.

    >>> sorted(local_hosts(8042))
    ['127.0.0.1:8042', 'localhost:8042']
    """
    names = ("127.0.0.1", "localhost")
    bare = names if port == _HTTP else ()
    return frozenset((*bare, *(f"{name}:{port}" for name in names)))
