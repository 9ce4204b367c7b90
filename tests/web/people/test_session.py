"""The key of sessions lies with the person, never with the evidence."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from cqc_evidence.web.people import session
from cqc_evidence.web.people.session import KeyInProjectError, cookie_settings, secret_key

posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps others out of a person's own folder by itself")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "keys"
    monkeypatch.setenv("CQC_EVIDENCE_KEY_DIR", str(folder))
    return folder


def test_a_project_keeps_its_key_and_another_project_has_another(root, keys, tmp_path):
    first = secret_key(root)
    assert len(first) == 32
    assert secret_key(root) == first
    assert secret_key(root / ".." / root.name) == first
    assert secret_key(tmp_path / "other") != first
    assert len(list(keys.iterdir())) == 2
    assert list(root.iterdir()) == []


def test_the_name_of_the_key_does_not_tell_where_the_project_is(root, keys):
    secret_key(root)
    (kept,) = keys.iterdir()
    assert kept.name.startswith("session-")
    assert root.name not in kept.name


def test_without_a_folder_of_its_own_the_key_lies_where_the_system_keeps_state(root, tmp_path, monkeypatch):
    monkeypatch.delenv("CQC_EVIDENCE_KEY_DIR")
    monkeypatch.setattr("platformdirs.user_state_path", lambda name, **_: tmp_path / "state" / name)
    secret_key(root)
    assert len(list((tmp_path / "state" / "cqc-evidence").iterdir())) == 1


@posix
def test_nobody_else_can_read_the_key(root, keys):
    secret_key(root)
    (kept,) = keys.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert keys.stat().st_mode & 0o777 == 0o700


@posix
def test_a_key_that_others_could_read_is_made_anew(root, keys):
    first = secret_key(root)
    (kept,) = keys.iterdir()
    kept.chmod(0o640)
    second = secret_key(root)
    assert second != first
    assert kept.stat().st_mode & 0o777 == 0o600
    assert secret_key(root) == second


@pytest.mark.parametrize("broken", [b"", b"short", b"x" * 33])
def test_a_broken_key_is_made_anew(root, keys, broken):
    first = secret_key(root)
    (kept,) = keys.iterdir()
    kept.write_bytes(broken)
    assert len(secret_key(root)) == 32
    assert secret_key(root) != first
    assert list(keys.iterdir()) == [kept]


def test_programs_that_start_at_once_have_one_key(root, keys):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret_key(root), range(16)))
    assert len(found) == 1
    assert len(list(keys.iterdir())) == 1


def test_a_drive_without_links_keeps_a_key_too(root, keys, monkeypatch):
    def no_links(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(session.os, "link", no_links)
    assert secret_key(root) == secret_key(root)
    assert len(list(keys.iterdir())) == 1


@pytest.mark.parametrize("error", [FileExistsError(), OSError()])
def test_whoever_is_first_has_made_the_key(root, keys, monkeypatch, error):
    other = b"o" * 32

    def too_late(_: Path, path: Path) -> None:
        path.write_bytes(other)
        path.chmod(0o600)
        raise error

    monkeypatch.setattr(session.os, "link", too_late)
    assert secret_key(root) == other
    assert len(list(keys.iterdir())) == 1


@pytest.mark.parametrize("inside", [".", "keys", "evidence/../keys"])
def test_a_key_in_the_project_is_refused_with_what_to_do(root, monkeypatch, inside):
    monkeypatch.setenv("CQC_EVIDENCE_KEY_DIR", str(root / inside))
    with pytest.raises(KeyInProjectError, match="set CQC_EVIDENCE_KEY_DIR to a folder outside it"):
        secret_key(root)
    assert list(root.iterdir()) == []


@pytest.mark.parametrize(
    ("local", "secure", "name", "is_secure", "same_site"),
    [
        (True, True, "__Host-cqc-evidence", True, "Strict"),
        (True, False, "cqc-evidence", False, "Strict"),
        (False, True, "__Host-cqc-evidence", True, "Lax"),
        (False, False, "__Host-cqc-evidence", True, "Lax"),
    ],
)
def test_the_cookie_is_the_browser_s_alone(local, secure, name, is_secure, same_site):
    kept = cookie_settings(local, secure=secure)
    assert kept["SESSION_COOKIE_NAME"] == name
    assert kept["SESSION_COOKIE_SECURE"] is is_secure
    assert kept["SESSION_COOKIE_SAMESITE"] == same_site
    assert kept["SESSION_COOKIE_HTTPONLY"] is True
    assert (kept["SESSION_COOKIE_PATH"], kept["SESSION_COOKIE_DOMAIN"]) == ("/", None)
    assert kept["PERMANENT_SESSION_LIFETIME"] == timedelta(hours=12)


def test_two_projects_have_a_cookie_each(tmp_path):
    names = {cookie_settings(True, tmp_path / name)["SESSION_COOKIE_NAME"] for name in ("one", "two", "one")}  # noqa: FBT003
    assert len(names) == 2
    assert all(name.startswith("__Host-cqc-evidence-") for name in names)
