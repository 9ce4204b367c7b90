"""A small sign-in service on this machine, which can be told to answer wrongly."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "cqc-evidence", "a-secret-of-the-tests"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"})


class Provider:
    """What the service knows, and what it is told to do wrong."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.codes: dict[str, dict[str, str]] = {}
        self.claims: dict[str, Any] = {"preferred_username": "Jo@Council.gov.uk", "name": "Jo Bloggs", "roles": []}
        self.metadata: dict[str, Any] = {}
        self.without: tuple[str, ...] = ()
        self.signed_by: Any = KEY
        self.keys = [KEY]
        self.header = {"alg": "RS256", "kid": "one"}
        self.forge: Callable[[bytes], bytes] | None = None
        self.raw_token: str | None = None
        self.answer: tuple[int, Any] | None = None
        self.asked: list[str] = []

    def describe(self) -> dict[str, Any]:
        at = self.issuer
        return {
            "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token", "jwks_uri": f"{at}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"], "response_types_supported": ["code"], **self.metadata,
        }  # fmt: skip

    def signed(self, claims: dict[str, Any]) -> str:
        if self.forge is not None:
            return by_hand(self.header, claims, self.forge)
        return jwt.encode(self.header, claims, self.signed_by)

    def authorize(self, url: str) -> dict[str, str]:
        """Do what a person does at the service: sign in there, and be sent back with what is returned."""
        asked = dict(parse_qsl(urlsplit(url).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        if self.answer is not None:
            return self.answer
        asked = self.codes.pop(form.get("code", ""), None)
        right = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != f"Basic {right}":
            return 401, {"error": "invalid_client"}
        proof = base64.urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != proof or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = {key: value for key, value in {**claims, **self.claims}.items() if key not in self.without}
        token = self.raw_token or self.signed(claims)
        return 200, {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": token}


def shared(signed: bytes) -> bytes:
    """Sign as an old forgery does: the public key, which everybody has, taken for a shared secret."""
    return hmac.digest(KEY.as_pem(private=False), signed, "sha256")


def by_hand(header: dict[str, str], claims: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """Return a token that no library would make."""
    signed = b".".join(_plain(json.dumps(part).encode()) for part in (header, claims))
    return b".".join((signed, _plain(sign(signed)))).decode()


def _plain(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


@contextmanager
def provider() -> Iterator[Provider]:
    """Run the service until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append(self.path)
            if self.path.startswith("/authorize"):
                back = urlencode(known.authorize(self.path))
                address = dict(parse_qsl(urlsplit(self.path).query))["redirect_uri"]
                self._answer(200, f'<a href="{escape(f"{address}?{back}")}">Sign in</a>'.encode(), "text/html")
                return
            if self.path == "/keys":
                self._answer(200, {"keys": [key.as_dict(private=False) for key in known.keys]})
            else:
                self._answer(*(known.answer or (200, known.describe())))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {key: value[0] for key, value in parse_qs(body).items()}
            self._answer(*known.token(form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, content: Any, kind: str = "application/json") -> None:
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Provider(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
