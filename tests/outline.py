"""HTML as its elements and words, for tests; an element that is not closed in its turn is a mistake."""

from html.parser import HTMLParser

VOID = {"meta", "br"}


class Outline(HTMLParser):
    """Collects elements, checks that each is closed in its turn, and keeps the words shown."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.words, self.links = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def outline(page):
    read = Outline()
    read.feed(page)
    read.close()
    assert read.open == []
    return read
