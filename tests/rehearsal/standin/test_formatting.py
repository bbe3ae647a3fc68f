"""Telegram's HTML, and the entities it becomes."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.standin.entities import formatted
from bot.rehearsal.standin.html import parse_html
from bot.rehearsal.standin.refusals import Refusal


def entity(kind: str, offset: int, length: int, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **fields}


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("rien", "rien", []),
        ("<b>a</b><strong>b</strong>", "ab", [entity("bold", 0, 1), entity("bold", 1, 1)]),
        ("<i>a</i> <em>b</em>", "a b", [entity("italic", 0, 1), entity("italic", 2, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1)]),
        ("<B>a</b >", "a", [entity("bold", 0, 1)]),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
        ("🌍<b>ɛ</b>", "🌍ɛ", [entity("bold", 2, 1)]),
        ("<b><i>ab</i>c</b>", "abc", [entity("bold", 0, 3), entity("italic", 0, 2)]),
        ("<b></b>x", "x", []),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ("<code>a</code>", "a", [entity("code", 0, 1)]),
        ('<code class="language-py">a</code>', "a", [entity("code", 0, 1)]),
        ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
        (
            '<pre><code class="language-py">a</code></pre>',
            "a",
            [entity("pre", 0, 1, language="py")],
        ),
        (
            '<a href="https://example.org/?a=1&amp;b=2">a</a>',
            "a",
            [entity("text_link", 0, 1, url="https://example.org/?a=1&b=2")],
        ),
        ("<a>example.org</a>", "example.org", [entity("text_link", 0, 11, url="example.org")]),
        ('<a href="nulle part">a</a>', "a", []),
        (
            '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
        ),
        ("a &lt; b &amp;&amp; c &gt; &quot;d&quot;", 'a < b && c > "d"', []),
        ("&#233;&#xe9;&#128077;", "éé👍", []),
        ("&nbsp;&copy; & &", "&nbsp;&copy; & &", []),
        ("1 > 0", "1 > 0", []),
    ],
)
def test_html_that_telegram_takes(html: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(html) == (text, entities)


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("é <font>x</font>", 'Unsupported start tag "font" at byte offset 3'),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='x", 'Unclosed start tag "a" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<b "x">y</b>', 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_html_that_telegram_refuses(html: str, complaint: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(html)

    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(escape(text, quote=False)) == (text, [])


@given(st.text())
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        plain, entities = formatted(text, "HTML", None)
    except Refusal as refused:
        assert refused.code == 400
    else:
        units = len(plain.encode("utf-16-le", "surrogatepass")) // 2
        assert all(0 <= held["offset"] < held["offset"] + held["length"] <= units for held in entities)


@given(st.text(min_size=1), st.data())
def test_given_entities_stay_on_their_words(text: str, data: st.DataObject) -> None:
    words = f"«{text}»"
    before = data.draw(st.text())
    start = len(before.encode("utf-16-le")) // 2
    bold = entity("bold", start, len(words.encode("utf-16-le")) // 2)

    plain, entities = formatted(before + words, "", [bold])

    (kept,) = [held for held in entities if held["type"] == "bold"]
    units = plain.encode("utf-16-le")
    marked = units[2 * kept["offset"] : 2 * (kept["offset"] + kept["length"])].decode("utf-16-le")
    assert marked.startswith("«") and marked.endswith("»")


@pytest.mark.parametrize(
    ("given_entity", "complaint"),
    [
        (entity("bold", 9, 1), "entity begins after the end of the text at UTF-16 offset 9"),
        (
            entity("bold", 0, 9),
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
        (entity("bold", 1, 2), "entity begins in a middle of a UTF-16 symbol at byte offset 0"),
        (entity("shouting", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
    ],
)
def test_given_entities_out_of_place_are_refused(given_entity: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Refusal) as refused:
        formatted("🌍 x", "", [given_entity])

    assert refused.value.description == f"Bad Request: {complaint}"


def test_text_is_cleaned_and_trimmed_with_its_entities() -> None:
    assert formatted("  <b>x \u202e</b>\ty\r\n ", "HTML", None) == ("x  y", [entity("bold", 0, 2)])


def test_commands_names_and_addresses_are_found() -> None:
    text, entities = formatted("/aide @awa_k #dialogue https://example.org/a. a@b.ml x.org 1/2", "", None)

    found = [(held["type"], text[held["offset"] : held["offset"] + held["length"]]) for held in entities]
    assert found == [
        ("bot_command", "/aide"),
        ("mention", "@awa_k"),
        ("hashtag", "#dialogue"),
        ("url", "https://example.org/a"),
        ("email", "a@b.ml"),
        ("url", "x.org"),
    ]


def test_nothing_is_found_inside_code() -> None:
    assert formatted("<code>/aide</code>", "HTML", None)[1] == [entity("code", 0, 5)]
