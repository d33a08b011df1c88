"""Web pages: the report's text, blocks and links, and what the page says of itself."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import FormatError
from legation.report.html import declared_encoding, read_page
from legation.report.layout import make_document
from legation.report.view import View

LEAD = (
    "Judges at the border court have drawn a new line across the <a href='/world/lake'>Tanga lake</a> between "
    "Freedonia and Sylvania, ending a case that lasted six years."
)
SECOND = "Freedonia’s president, Rufus Firefly, called the ruling “a great day” and said both would now sign a treaty."
THIRD = "Sylvania’s ambassador said his government profoundly regretted the loss of some 20,000 acres of water."

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Judges draw a line | The Lake Post</title>
<link rel="canonical" href="https://lake.example/2014/jan/27/line"></head>
<body class="page nav-open">
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<main><article>
<h1>Judges draw  a line</h1>
<p class="byline">By Jane Roe in Tanga</p>
<div class="body">
<figure><img src="a.jpg"><figcaption>Boats on the lake. Photograph: John Doe</figcaption></figure>
<p>{LEAD}</p>
<p><span class="drop-cap">F</span>{SECOND[1:]}</p>
<aside class="rich-link"><p>Related: <a href="https://lake.example/2014/jan/20/fish">Fishermen wait</a></p></aside>
<h2><strong>Fish</strong></h2>
<p>{THIRD}<br>He left at once.</p>
<script>var text = "Not to be read.";</script>
<div class="newsletter">Sign up to our morning letter</div>
<p>The two will meet again on Tuesday, officials said.</p>
</div>
<ul class="tags"><li><a href="/world/lake">Tanga lake</a></li></ul>
</article>
<section class="most-read"><h2>Most read</h2><ol><li><a href="/1">One story</a></li></ol></section></main>
<footer><p>© 2014 The Lake Post. All rights reserved.</p></footer>
</body></html>"""


def plain(html: str) -> str:
    return html.replace("<a href='/world/lake'>", "").replace("</a>", "")


def test_text_blocks_and_links_of_a_page() -> None:
    document = make_document(read_page(PAGE))
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("heading", "Judges draw a line"),
        ("byline", "By Jane Roe in Tanga"),
        ("caption", "Boats on the lake. Photograph: John Doe"),
        ("paragraph", plain(LEAD)),
        ("paragraph", SECOND),
        ("promo", "Related: Fishermen wait"),
        ("heading", "Fish"),
        ("paragraph", f"{THIRD} He left at once."),
        ("promo", "Sign up to our morning letter"),
        ("paragraph", "The two will meet again on Tuesday, officials said."),
    ]
    assert [(link.kind, link.url, link.date, document.text[link.start : link.end]) for link in document.links] == [
        ("inline", "https://lake.example/world/lake", None, "Tanga lake"),
        ("promo", "https://lake.example/2014/jan/20/fish", "2014-01-20", "Fishermen wait"),
    ]
    assert document.text == "\n\n".join(document.text[block.start : block.end] for block in document.blocks)
    assert document.byline == "Jane Roe in Tanga"
    assert (document.published, document.published_basis) == ("2014-01-27", "link")
    assert "Related" not in View.of(document).text


def head(*elements: str) -> str:
    return f"<html><head>{''.join(elements)}</head><body><h1>Seen title</h1><p>{LEAD}</p><p>{SECOND}</p></body></html>"


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = '{"@type": "NewsArticle", "headline": "Said title", "datePublished": "2014-01-27T23:40:00-05:00"}'
OG = '<meta property="og:title" content="Shared title">'
METADATA = [  # head · field · value
    (head(ld(ARTICLE), OG), "title", "Said title"),
    (head(OG), "title", "Shared title"),
    (head("<title>Tab title | Site</title>"), "title", "Seen title"),
    (head(ld(ARTICLE)), "published", "2014-01-27"),
    (head(ld(f"[{ARTICLE}]")), "published", "2014-01-27"),
    (head(ld(f'{{"@graph": [{{"@type": "WebSite"}}, {ARTICLE}]}}')), "published", "2014-01-27"),
    (head(ld(f"<!-- {ARTICLE} -->")), "published", "2014-01-27"),
    (head(ld(ARTICLE[:-1] + ', "a": "it\\\'s",}')), "published", "2014-01-27"),
    (head(ld(ARTICLE[:-1] + ', "a": "two\nlines"}')), "published", "2014-01-27"),
    (head(ld("{broken"), ld(ARTICLE)), "published", "2014-01-27"),
    (head(ld('{"@type": "Person", "datePublished": "2014-01-27"}')), "published", None),
    (
        head(ld('{"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2014-01-27"}')),
        "published",
        "2014-01-27",
    ),
    (head('<meta property="article:published_time" content="2014-01-27T01:00Z">'), "published", "2014-01-27"),
    (head('<meta name="Date" content="27 January 2014">'), "published", "2014-01-27"),
    (head('<meta name="date" content="today"><meta name="pubdate" content="20140127">'), "published", "2014-01-27"),
    (head('<meta property="article:modified_time" content="2015-01-27">'), "published", None),
    (head('<meta property="og:site_name" content="Lake Post">'), "publisher", "Lake Post"),
    (head('<meta property="og:url" content="https://www.lake.example/a">'), "publisher", "lake.example"),
    (head('<meta property="og:url" content="https://www.lake.example/a">'), "url", "https://www.lake.example/a"),
    (
        head(ld('{"@type": "Article", "mainEntityOfPage": {"@id": "https://l.example/b"}}')),
        "url",
        "https://l.example/b",
    ),
    (head(ld('{"@type": "Article", "publisher": {"name": "Lake Post"}}')), "publisher", "Lake Post"),
    (
        head(ld('{"@type": "Article", "author": [{"name": "By Jane Roe"}, "John  Doe"]}')),
        "byline",
        "Jane Roe, John Doe",
    ),
    (head('<meta name="author" content="Jane Roe">'), "byline", "Jane Roe"),
    (head('<meta property="article:author" content="https://l.example/jane">'), "byline", None),
]


@pytest.mark.parametrize(("page", "field", "value"), METADATA)
def test_metadata(page: str, field: str, value: str | None) -> None:
    assert getattr(read_page(page), field) == value


def test_day_of_a_time_element() -> None:
    page = PAGE.replace(
        "<h1>",
        '<time datetime="2014-01-29">later</time><time itemprop="datePublished" datetime="2014-01-28"></time><h1>',
    )
    raw = read_page(page)
    assert (raw.published, raw.published_basis) == ("2014-01-28", "metadata")


def test_old_page_of_tables_and_line_breaks() -> None:
    page = dedent(f"""\
        <html><body bgcolor=white><table><tr><td><a href=/>Home</a><br><a href=/w>World</a></td><td>
        TANGA, May 3, 2010 (LW) - {LEAD}<br>
        <br>"We have a deal," said the minister, Kari Lund. She thanked <a href="http://x.example/2010/05/02/se">her
        colleague</a> for his patience over the long months of the talks.<br><br>{THIRD}<p>(Reporting by Jane Roe)
        </td></tr></table></body></html>""")
    document = make_document(read_page(page))
    kinds = [block.kind for block in document.blocks]
    assert kinds == ["dateline", "paragraph", "paragraph", "paragraph", "boilerplate"]
    assert (document.published, document.published_basis) == ("2010-05-03", "dateline")
    assert '"We have a deal," said the minister, Kari Lund. She thanked her colleague for' in document.text


BROKEN = [
    f"<html><body><div><p>{LEAD}<b> So it <a href='/a'>was said.<p>{SECOND} &mdash; & so on<i></p></span><p>{THIRD}",
    f"<p>{LEAD}<p>{SECOND}<p>{THIRD}",
    f"<?xml version='1.0' encoding='utf-8'?><html><body><p>{LEAD}</p><p>{SECOND}<p>{THIRD}</body>",
    f"<html><head><title>x<body><h1></title><p>{LEAD}</h1></p><p>{SECOND}</p><p>{THIRD}</p>",
    f"<html><body>\x01<p>{LEAD}</p>\ud800<p>{SECOND}</p><p>{THIRD}</p></body></html>",
]


@pytest.mark.parametrize("page", BROKEN, ids=range(len(BROKEN)))
def test_broken_page_is_still_read(page: str) -> None:
    text = read_page(page).text
    assert plain(LEAD) in text
    assert SECOND in text
    assert THIRD in text


@pytest.mark.parametrize("depth", [50, 200])
def test_deep_page_is_read(depth: int) -> None:
    assert SECOND in read_page("<div>" * depth + f"<p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>").text


@pytest.mark.parametrize("tag", ["<div>", "<p><b>", "<a href='/x'>", "<table><tr><td>"])
def test_bottomless_page_is_read_or_refused(tag: str) -> None:
    try:
        text = read_page(tag * 5_000 + f"<p>{SECOND}</p>").text
    except FormatError:
        return
    assert text.strip()


def test_short_page_is_read() -> None:
    assert read_page("<p>Japan thanked France.</p>").text == "Japan thanked France."


NO_REPORT = [
    "<html></html>",
    "<html><body></body></html>",
    "<html><nav><a href='/a'>Home</a></nav><ul><li><a href='/b'>One</a><li><a href='/c'>Two</a></ul></body></html>",
    "<html><body><script>document.write('All in here.')</script><noscript>Turn it on.</noscript></body></html>",
    "<html><frameset><frame src=a></frameset></html>",
]


@pytest.mark.parametrize("page", NO_REPORT)
def test_page_without_a_report(page: str) -> None:
    with pytest.raises(FormatError, match=r"a\.html: no .* page.*; save"):
        read_page(page, "a.html")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b'<meta charset="windows-1252">', "windows-1252"),
        (b'<META http-equiv=Content-Type content="text/html; charset=koi8-r">', "koi8-r"),
        (b'<?xml version="1.0" encoding="ISO-8859-2"?><html>', "ISO-8859-2"),
        (b"<html>", None),
    ],
)
def test_declared_encoding(data: bytes, encoding: str | None) -> None:
    assert declared_encoding(data) == encoding


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div class='related'>",
     "</div>", "<a href='/x'>", "</a>", "<br>", "<h1>", "<h2>", "<aside>", "</aside>", "<",
     "<table><tr><td>", "<li>", "<script>", "</script>", "<!--", "-->", "&amp;", "&", "The two met in Oslo on Monday. "]
)  # fmt: skip


@given(st.lists(TAGS | st.text(max_size=20), max_size=40).map("".join))
def test_any_page_is_read_or_refused(page: str) -> None:
    try:
        document = make_document(read_page(page))
    except FormatError:
        return
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end <= len(document.text)
        assert not document.text[at : block.start].strip()
        at = block.end
    for link in document.links:
        assert 0 <= link.start < link.end <= len(document.text)
