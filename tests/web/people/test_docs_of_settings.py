"""The settings that the page shows are settings that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cqc_evidence.web.people import refused
from cqc_evidence.web.people.settings import OidcSettings, ServerSettings, read_server_settings

PAGE = Path(__file__).parents[3] / "docs" / "serving-on-a-server.md"
BLOCKS = (
    re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    if PAGE.is_file()
    else []
)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_shown_settings_file_is_read_without_a_problem(tmp_path, block):
    path = tmp_path / "server.yaml"
    path.write_text(block, encoding="utf-8")
    settings, found = read_server_settings(path)
    assert found == ()
    assert settings is not None


def test_both_ways_to_sign_in_are_shown():
    assert [("oidc:" in block, "proxy:" in block) for block in BLOCKS] == [(True, False), (False, True)]


def test_every_key_is_explained():
    text = PAGE.read_text(encoding="utf-8")
    missing = [
        name for model in (ServerSettings, OidcSettings) for name in model.model_fields if f"| `{name}` |" not in text
    ]
    assert not missing


@pytest.mark.parametrize(
    "error",
    [
        refused.not_accepted(),
        refused.another_issuer(),
        refused.unreachable(),
        refused.not_ours(),
        refused.no_address("x"),
    ],
    ids=lambda error: error.title,
)
def test_every_page_of_a_sign_in_that_failed_is_explained(error):
    said = " ".join((error.title, *error.sentences))
    told = re.findall(r"^\| \*(.+?)\* \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert any(words in said for words in told)
