"""What may stand behind a key of a server's settings. Each returns the value, or raises what is wrong and what to write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import NoReturn
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

ODD = "server_setting"
"""Name of the errors that are raised here: their message is for people, their context says what to do."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")
_HEADER = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_LONGEST_VARIABLE = 64
_USER = re.compile(r"[!-~]{1,254}")
_NOT_IN_USER = frozenset(',;<>()[]"\\')
_MAPPED_BITS = 96


def refuse(what: str, advice: str) -> NoReturn:
    """Raise what is wrong in plain words; neither text may hold a value that could be a secret.

    Raises:
        PydanticCustomError: always; it is named `ODD`, and its context holds both texts.
    """
    raise PydanticCustomError(ODD, "{what}", {"what": what, "advice": advice}) from None


def url(value: str) -> str:
    """Return an https address; http only on this machine."""
    example = "write it like https://evidence.council.gov.uk"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        refuse("this is not a web address", example)
    host = (parts.hostname or "").lower()
    shown = f"[{host}]" if ":" in host else host
    if parts.scheme not in ("http", "https") or port == 0 or not _HOST.fullmatch(shown) or not value.isprintable():
        refuse("this is not a web address", example)
    if "@" in parts.netloc:
        refuse("a web address holds no name and no password", example)
    if parts.scheme == "http" and not on_this_machine(host):
        refuse("on http:// everybody on the way can read what people send", "write https://")
    if parts.query or parts.fragment or "?" in value or "#" in value:
        refuse("this web address has something behind it that does not belong there", example)
    return value


def address(value: str) -> str:
    """Return the address of a server without anything behind the host."""
    value = url(value).rstrip("/")
    if urlsplit(value).path:
        refuse(
            "the address ends with its host", "give the page a host of its own, such as https://evidence.council.gov.uk"
        )
    return value


def on_this_machine(host: str) -> bool:
    """Return whether a host name can only mean the machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def network(value: object) -> IPv4Network | IPv6Network:
    """Return a network, or one address as a network; one that is written in IPv6 only for show is IPv4."""
    text = str(value).strip()
    example = "write an address such as 10.0.0.5, or a network such as 10.0.0.0/24"
    try:
        found = ip_network(text)
    except ValueError:
        refuse("this is not an address or a network", _masked(text) or example)
    if (
        isinstance(found, IPv6Network)
        and found.prefixlen >= _MAPPED_BITS
        and (inner := found.network_address.ipv4_mapped)
    ):
        found = IPv4Network((inner, found.prefixlen - _MAPPED_BITS))
    if found.prefixlen == 0:
        refuse(
            "this is every address there is, so that anybody could say who they are", "write the proxy's own address"
        )
    return found


def networks(value: tuple[IPv4Network | IPv6Network, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks, of which there is one."""
    if not value:
        refuse("without the proxy's address nobody is believed", "write its address, such as [10.0.0.5]")
    return value


def filled(value: str) -> str:
    """Return a text that is not empty, without blanks around it."""
    if not value.strip():
        refuse("a text belongs here", "write it behind the colon, or take the key out where it need not be there")
    return value.strip()


def _masked(text: str) -> str:
    """Return which of the two somebody meant who wrote one address of a network and the size of the network."""
    try:
        whole = ip_network(text, strict=False)
    except ValueError:
        return ""
    return f"write {whole} for the network, or {text.partition('/')[0]} for the one address"


def header(value: str) -> str:
    """Return the name of a header."""
    if not _HEADER.fullmatch(value):
        refuse("this is not the name of a header", "write letters, digits and hyphens, such as X-Forwarded-User")
    return value


def header_if_any(value: str) -> str:
    """Return the name of a header that need not be there."""
    return header(value) if value else ""


def variable(value: str) -> str:
    """Return the name of an environment variable. Whatever else stands here may be the secret, and is not repeated."""
    if not _VARIABLE.fullmatch(value) or len(value) > _LONGEST_VARIABLE:
        refuse(
            "the name of an environment variable belongs here, not the secret",
            "write a name in capital letters, such as CQC_EVIDENCE_SECRET; if a secret stood here, have a new one made",
        )
    return value


def members(value: tuple[str, ...]) -> tuple[str, ...]:
    """Return users and groups; at least one, and nobody is everybody."""
    kept = tuple(member.strip() for member in value)
    if not kept or "" in kept:
        refuse("somebody belongs here", "write an e-mail address, a login name or a group, or take the key out")
    if "*" in kept:
        refuse("everybody cannot be meant", "name the people or the group")
    return kept


def somebody(value: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Return the roles, of which somebody must have one."""
    if not value:
        refuse("nobody has a role, so that nobody could do anything", "write quality-lead: [name@council.gov.uk]")
    return value


def sign_off_role(value: str) -> str:
    """Return a sign-off role; no role is all of them."""
    if not value.strip() or "*" in value:
        refuse("this is not a sign-off role", "write one as project.yaml has it, such as head of service")
    return value


def user_id(value: str, *, address: bool = False) -> str:
    """Return a user's id in lower case, or nothing when it is none.

    Args:
        value: what a proxy or a token says.
        address: whether only an e-mail address will do.

    >>> user_id("Jo.Bloggs@Council.gov.uk")
    'jo.bloggs@council.gov.uk'
    >>> user_id("jo, ann")
    ''
    """
    if not _USER.fullmatch(value) or _NOT_IN_USER & set(value) or not any(letter.isalnum() for letter in value):
        return ""
    before, _, after = value.partition("@")
    if ("@" in value or address) and (not before or not after or "@" in after):
        return ""
    return value.lower()


def plain_name(value: str) -> str:
    """Return a name to show: one line, not too long."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())[:100]
