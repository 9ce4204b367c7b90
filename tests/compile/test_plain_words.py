"""Plain words skip the Markdown reader, and nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cqc_evidence.compile import markdown
from cqc_evidence.compile.markdown import MarkdownReader
from cqc_evidence.model.pack import Blocks, Text

READER = MarkdownReader()


def read(text: str) -> Blocks:
    return READER.blocks(text, lambda _item, _locator: Text(text="cited"))


@settings(max_examples=300, deadline=None)
@given(st.from_regex(markdown._PLAIN, fullmatch=True))
def test_plain_words_read_as_markdown_would_read_them(text: str) -> None:
    quick = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_PLAIN", markdown.re.compile("(?!)"))
        assert read(text) == quick


@pytest.mark.parametrize(
    "text", ["- one", "1. one", "*a*", "a `b`", "# a", "a\n\nb", "[@a]", "a | b", "a: b", "a  \nb", "    a"]
)
def test_whatever_may_be_markdown_goes_through_its_reader(text: str) -> None:
    assert markdown._PLAIN.fullmatch(text) is None
