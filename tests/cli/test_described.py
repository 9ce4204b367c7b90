"""Keys explain themselves in schemas, as their docstrings say."""

from __future__ import annotations

import json

from cqc_evidence.cli.described import meanings
from cqc_evidence.model.evidence import Item, Source
from cqc_evidence.model.framework import NamedFact
from tests.cli.support import cqc


def test_a_fields_docstring_is_its_meaning() -> None:
    assert meanings(Source)["locator"] == 'The place inside the source: a heading, a page, "table 1 row 4".'
    assert "citation" not in meanings(Source)


def test_a_noun_that_extends_another_keeps_its_meanings() -> None:
    assert meanings(NamedFact)["derived"] == "Worked out by us from the source, not printed there."


def test_a_schema_says_what_each_key_means() -> None:
    schema = json.loads(cqc("schema", "item").out)
    assert schema["properties"]["next_due"]["description"] == meanings(Item)["next_due"]
    assert schema["$defs"]["Source"]["properties"]["locator"]["description"] == meanings(Source)["locator"]
