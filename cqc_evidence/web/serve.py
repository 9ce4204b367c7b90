"""`serve`: a project in the browser, on one's own machine or on a council's server."""

from __future__ import annotations

import gc
import getpass
import logging
import platform
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, NamedTuple

from cqc_evidence.read.cache import ItemCache
from cqc_evidence.store.desk import Desk

if TYPE_CHECKING:
    from flask import Flask

    from cqc_evidence.web.asking import Web
    from cqc_evidence.web.people.doors import Door
    from cqc_evidence.web.people.settings import ServerSettings

_THREADS = 8
_TURN = 0.001
"""Seconds after which a thread that works gives way to a page that waits."""
_CHANGES, _REQUESTS = 300, 6_000
"""What one person's own browser may do in a minute."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Options(NamedTuple):
    """What the command line asks for."""

    root: Path
    cache: ItemCache
    search: Path
    """Where the search index lies: in the person's own cache folder."""
    host: str = "127.0.0.1"
    port: int = 8042
    edit: bool = True
    open_browser: bool = True
    as_at: date | None = None
    today: date | None = None
    name: str = ""
    """The name under which changes are kept on one's own machine; else the login name."""
    settings: Path | None = None
    """The settings of a server; with them people have to sign in."""


class NotServedError(Exception):
    """Why nothing is served, in plain words."""


def serve(options: Options, say: Callable[[str], None]) -> None:
    """Serve until the program is stopped; the address is the first line that is said.

    Raises:
        NotServedError: with the reason, before anything is served.
    """
    server_settings = _server_settings(options)
    listening = _listening(options)
    port = listening.getsockname()[1]
    token = token_urlsafe(24)
    app, web = made(options, server_settings, port, token)
    address = server_settings.address if server_settings else f"http://127.0.0.1:{port}/open?token={token}"
    say(address)
    if server_settings is None:
        say("Open this address in your browser; it works once. Stop with Ctrl and C. Nothing leaves this machine.")
    threading.Thread(target=_load, args=(web, say), daemon=True, name="load").start()
    if options.open_browser and server_settings is None:
        threading.Timer(0.3, webbrowser.open, args=(address,)).start()
    _run(app, listening)


def made(options: Options, server_settings: ServerSettings | None, port: int, token: str) -> tuple[Flask, Web]:
    """Return the application and what it works with; nothing is read yet.

    Raises:
        NotServedError: when the key of sessions can neither be read nor made.
    """
    from cqc_evidence.web.app import create_app  # noqa: PLC0415  # loads Flask
    from cqc_evidence.web.asking import Settings, Web  # noqa: PLC0415  # loads Flask
    from cqc_evidence.web.background import Background  # noqa: PLC0415
    from cqc_evidence.web.jobs import Jobs  # noqa: PLC0415
    from cqc_evidence.web.people.hosts import local_hosts  # noqa: PLC0415
    from cqc_evidence.web.people.limits import Limiter  # noqa: PLC0415
    from cqc_evidence.web.people.session import cookie_settings, secret_key  # noqa: PLC0415
    from cqc_evidence.web.search import Index  # noqa: PLC0415
    from cqc_evidence.web.site import Dates, Site  # noqa: PLC0415
    from cqc_evidence.web.trail import Trail  # noqa: PLC0415

    try:
        secret = secret_key(options.root)
    except OSError as error:
        raise NotServedError(str(error)) from error
    site = Site(options.root, Desk(options.root, _machine()), options.cache, Dates(options.as_at, options.today))
    limits = server_settings.limits if server_settings else None
    secure = server_settings is not None and server_settings.address.startswith("https:")
    settings = Settings(
        hosts=server_settings.hosts if server_settings else local_hosts(port),
        secret=secret,
        cookie=cookie_settings(server_settings is None, options.root),
        may_edit=options.edit,
        secure=secure,
        upload_mb=limits.upload_mb if limits else 50,
    )
    changes = Limiter(limits.changes_a_minute if limits else _CHANGES)
    requests = Limiter(limits.requests_a_minute if limits else _REQUESTS)
    door = _door(options, server_settings, token)
    web = Web(
        site,
        door,
        settings,
        Index(site, options.search),
        Trail(options.root),
        Background(site),
        Jobs(options.root),
        requests,
        changes,
    )
    return create_app(web), web


def _server_settings(options: Options) -> ServerSettings | None:
    if options.settings is None:
        if options.host not in _LOOPBACK:
            message = (
                f"people would reach {options.host} without signing in: give the server's settings with --settings FILE"
            )
            raise NotServedError(message)
        return None
    from cqc_evidence.web.people.settings import read_server_settings  # noqa: PLC0415  # only for a server

    settings, problems = read_server_settings(options.settings)
    if settings is None:
        lines = [f"{one.location.file}:{one.location.line}: {one.message}; {one.help}" for one in problems]
        raise NotServedError("\n".join(["the server's settings cannot be used:", *lines]))
    return settings


def _door(options: Options, settings: ServerSettings | None, token: str) -> Door:
    from cqc_evidence.web.people.doors import LocalDoor, ProxyDoor  # noqa: PLC0415  # loads Flask
    from cqc_evidence.web.people.person import ANY, ROLES, Person  # noqa: PLC0415

    if settings is None:
        name = options.name or _login()
        return LocalDoor(token, Person(name, name, frozenset(ROLES), ANY))
    if settings.sign_in.proxy is not None:
        return ProxyDoor(settings)
    try:
        from cqc_evidence.web.people.oidc import OidcDoor  # noqa: PLC0415  # needs Authlib, which a server installs

        return OidcDoor(settings)
    except ImportError as error:
        message = 'signing in needs one more install: pip install "cqc-evidence[web,sso]"'
        raise NotServedError(message) from error


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


def _machine() -> str:
    return platform.node().split(".")[0] or "this machine"


def _listening(options: Options) -> socket.socket:
    """Return a socket that listens; with the usual port taken, the next free one."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    wanted = (
        [options.port]
        if options.port != Options._field_defaults["port"]
        else [options.port, *range(options.port + 1, options.port + 20), 0]
    )
    for port in wanted:
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((options.host, port))
            listening.listen(128)
        except OSError as error:
            listening.close()
            why = error.strerror or str(error)
            continue
        return listening
    message = f"nothing can listen on {options.host}:{options.port}: {why}"
    raise NotServedError(message)


def _load(web: Web, say: Callable[[str], None]) -> None:
    """Read the project while the page already shows how far it has come."""
    gc.disable()  # what is read stays: to look through it for rubbish again and again takes as long as reading it
    try:
        web.site.load()
    except Exception as error:  # noqa: BLE001  # told on the page and here, instead of a page that waits for ever
        web.site.failed = f"{type(error).__name__}: {error}"
        say(f"The project could not be read: {error}")
        return
    finally:
        gc.freeze()
        gc.enable()
    web.background.start()
    web.search.warm()


def _run(app: Flask, listening: socket.socket) -> None:
    from waitress.server import create_server  # noqa: PLC0415  # only to serve

    sys.setswitchinterval(_TURN)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that people wait for a moment is no news
    server = create_server(
        app, sockets=[listening], threads=_THREADS, ident=None, clear_untrusted_proxy_headers=False, connection_limit=400,
        channel_timeout=60, max_request_header_size=32_768, max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + 1_000_000,
    )  # fmt: skip
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
