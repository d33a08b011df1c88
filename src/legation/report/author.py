"""The note on the author that ends a report: `Jane Roe is a writer based in Bergen.`"""

import re

from legation.report import cues

_NOTE_LONGEST = 300
# The last sentence, told by its form alone: a name in capitals, at least two words, and what its bearer is. The words
# between may be particles, "Anna van der Berg", and the last may begin with one, "d’Ancona".
_NOTE = re.compile(
    r"(?:^|[.!?…]['\"’”)]?\s+|•)\s*(?P<note>(?P<name>[^\W\d_a-z][\w.'’-]*\s+"
    r"(?:[^\W\d_a-z][\w.'’-]*\s+|[a-z]{1,4}\s+){0,3}?(?:[a-z]{1,2}['’-])?[^\W\d_a-z][\w.'’-]*)\s+is\s[^.!?]*[.!]?)\s*$"
)


def author_note(text: str, start: int, end: int) -> int | None:
    """Where in `[start, end)` the note on the author begins that ends it; None without one.

    A person whom the report has named before is in the news and no author.
    """
    floor = max(start, end - _NOTE_LONGEST)
    found = _NOTE.search(text[floor:end])
    if found is None or cues.load().kind_at("role", found["note"]) is None:
        return None
    surname = found["name"].split()[-1]
    note = floor + found.start("note")
    return None if surname in text[start:note] else note


def author_named(byline: str) -> str:
    """The name that a byline or a note on the author gives, where their form shows it; else the byline itself."""
    words = " ".join(byline.split())
    note = _NOTE.match(words)
    return note["name"] if note else cues.load().patterns["name"].sub("", words, count=1)
