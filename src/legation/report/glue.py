"""Words that an extractor glued to a link's anchor: `to meetDonald Trump <https://…>`, `theembattled president <…>`.

The space before the anchor is what gets lost, so only the stretch that an anchor can cover is searched: before the
link, within its sentence, after the link before it. Which words there are is asked of a function given by the caller.
"""

import re
from collections.abc import Callable, Iterator

from legation.report import cues

IsWord = Callable[[str], bool]

# An anchor is rarely longer than a sentence's half; beyond that we look for none.
_REACH = 240
# How far around a word its like is looked for: a long report's length, so that huge texts stay linear.
_AROUND = 20_000
_SENTENCE = re.compile(r"[.!?…]['\"’”)]*\s+(?=['\"“‘(]*[^\W\d_a-z])|\n\s*\n")
# Closing punctuation that runs into a word: `pact,now`, `failed.The`, `order”the`.
_CLOSED = re.compile(
    r"(?<=[^\W\d_][,;:])(?=[^\W\d_])|(?<=[^\W\d_][a-z][.!?])(?=[^\W\d_a-z][a-z])|(?<=\w[”)])(?=[^\W\d_])"
)
_CAMEL = re.compile(r"(?<![^\s('\"“‘])(?P<head>[^\W\d_]?[a-z]+)(?=[^\W\d_a-z][^\W\d_])")
_NAME = re.compile(r"(?<![^\s('\"“‘])(?P<head>[a-z]+)(?=[^\W\d_a-z][a-z]{2})")
_LOWER = re.compile(r"(?<![^\s('\"“‘])[a-z]{4,}(?![\w@/-])")


def glued_before(text: str, floor: int, link_start: int, is_word: IsWord | None) -> list[int]:
    """The offsets at which a space was lost before the link at `link_start`; nothing before `floor` is looked at."""
    start = _stretch_start(text, max(floor, link_start - _REACH), link_start)
    found = [match.start() for match in _CLOSED.finditer(text, start, link_start)]
    found.extend(_camels(text, start, link_start, is_word))
    if not found and is_word is not None:
        found.extend(_lower(text, start, link_start, is_word))
    return sorted(found)


def glued_anywhere(text: str, start: int, end: int) -> Iterator[int]:
    """The offsets at which a function word runs into a name, `inDeir ez-Zor`: told without a link to explain it."""
    glue = cues.load().glue
    for match in _NAME.finditer(text, start, end):
        if match["head"] in glue and text[match.end()].isupper():
            yield match.end()


def _stretch_start(text: str, start: int, end: int) -> int:
    sentences = list(_SENTENCE.finditer(text, start, end))
    return sentences[-1].end() if sentences else start


def _camels(text: str, start: int, end: int, is_word: IsWord | None) -> Iterator[int]:
    """Small letters running into a capital, `meetDonald`, where what stands before the capital is a word."""
    glue = cues.load().glue
    for match in _CAMEL.finditer(text, start, end):
        head = match["head"]
        if not text[match.end()].isupper():
            continue
        if head.islower():
            if head in glue or (len(head) > 1 and (is_word is None or is_word(head))):
                yield match.end()
        # A capital is no proof against "WeChat" but at the head of a sentence, and of a word met once.
        elif head.lower() in glue and not text[start : match.start()].strip():
            whole = text[match.start() : end].split(None, 1)[0]
            if not _is_repeated(text, whole, match.start()):
                yield match.end()


def _lower(text: str, start: int, end: int, is_word: IsWord) -> list[int]:
    """The last small-letter word before the link that is none, and falls into a function word and a word."""
    glue = cues.load().glue
    for match in reversed(list(_LOWER.finditer(text, start, end))):
        whole = match[0]
        if is_word(whole) or _is_repeated(text, whole, match.start()):
            continue
        for cut in range(len(whole) - 2, 0, -1):
            if whole[:cut] in glue and is_word(whole[cut:]):
                return [match.start() + cut]
    return []


def _is_repeated(text: str, word: str, at: int) -> bool:
    """True if the word stands elsewhere around `at` too: what is written twice was meant."""
    start, end = max(at - _AROUND, 0), at + _AROUND
    first = text.find(word, start, end)
    return first != at or text.find(word, at + 1, end) >= 0
