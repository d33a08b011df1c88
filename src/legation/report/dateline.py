"""Datelines: `TOKYO, Nov 16 (Reuters) -`, `GENEVA (AP) —`, `Nairobi, 9 September 2022`; their form and their date."""

import re
from functools import cache

from legation.report import cues
from legation.report.dates import written_date

_LONGEST = 120
_DATE_LINE = 70


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    layout = cues.load()
    day = (
        rf"(?:(?:{layout.weekday})\.?,?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{layout.month})\.?|(?:{layout.month})\.?\s+"
        rf"\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}}|(?:{layout.weekday})\.?"
    )
    word = r"[^\W\d_a-z][\w.'’]*(?:-[\w.'’]+)*"
    place = rf"{word}(?:\s+{word}){{0,3}}(?:(?:,\s*|\s*/\s*|\s+and\s+){word}(?:\s+{word}){{0,3}}){{0,3}}?"
    date = rf"(?i:{day})"
    # A source: (Reuters), (AP), [AFP], /TASS/, (BBC News).
    source = r"\s*(?:\((?:[^\W_a-z][^()\n]{1,40}|[a-z]{2,5})\)|\[[^\W_a-z][^\[\]\n]{1,40}\]|/[^\W_a-z][^/\n]{1,30}/)"
    dash = r"\s*(?:--|[-–—―_:](?=\s|$)|[–—―])+"
    opening = re.compile(
        rf"(?:(?P<place>{place})(?P<date>,?\s+{date}\.?)?(?P<source>{source})?|{date}|{source})"
        rf"(?P<dash>{dash}|(?<=/)\.?)"
    )
    line = re.compile(
        rf"{place}(?P<source>{source})|"
        rf"(?:{place},?\s+)?(?i:(?:{layout.weekday})\.?,?\s+)?{date}\.?(?:,?\s+\d{{1,2}}[:.]\d\d.{{0,12}})?"
    )
    return opening, line


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the dateline that opens the piece `[start, end)` ends, its dash included; `start` without one."""
    opening, line = _patterns()
    alone = line.fullmatch(text, start, end) if end - start <= _DATE_LINE else None
    if alone and (alone["source"] or is_date_line(text[start:end])):
        return end
    limit = min(end, start + _LONGEST)
    found = opening.match(text, start, limit)
    if found is None or not _is_dateline(found):
        return start
    # "LOUISVILLE--(Newswire - December 23, 2010) - The": place and source may each have a dash.
    further = opening.match(text, found.end(), limit)
    return further.end() if further and further["place"] is None else found.end()


def _is_dateline(found: re.Match[str]) -> bool:
    """A place alone needs capitals to tell it from the subject of a sentence, and a colon is no dash after it."""
    if found["place"] is None:
        return True
    if found["date"] or found["source"]:
        return True
    letters = [c for c in found["place"] if c.isalpha()]
    return len(letters) > 2 and all(c.isupper() for c in letters) and ":" not in found["dash"]


def is_date_line(piece: str) -> bool:
    """True if a short piece writes a whole date."""
    return len(piece) <= _DATE_LINE and written_date(piece) is not None
