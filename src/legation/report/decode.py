"""Bytes to text, exactly: byte-order marks, UTF-8, declared encodings, Western code pages; what is no text is told.

Nothing is changed on the way: line ends, control characters and odd spaces stay, for offsets count them. Only a
byte-order mark is dropped, and bytes that break an otherwise sound UTF-8 file become U+FFFD.
"""

import codecs
import re
import tomllib
from functools import cache
from importlib import resources

from legation.errors import BinaryInput, EmptyInput, EncodingError, TooLarge

# The longest text of one report, in code points: a thick book. UTF-8 and UTF-32 take at most four bytes for each.
MAX_LENGTH = 5_000_000
MAX_BYTES = 4 * MAX_LENGTH

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4_096
# Control characters that no text has; escape, form feed and the like do turn up.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a\x1b"))
_MOST_CONTROLS = 0.01
# Broken bytes that a UTF-8 text may have for each sound sequence of several bytes: a cut or a slip, no other encoding.
_BROKEN = 0.25
# Fewer bytes above 127 than this share: a Western text with accents and typographic marks, and English above all.
_WESTERN_SHARE = 0.1
_WESTERN = ["cp1252", "latin_1", "mac_roman"]
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


def decode(data: bytes, *, path: str | None = None, declared: str | None = None) -> str:
    """The text of `data`; `declared` is the encoding that its container names, tried after UTF-8.

    Raises EmptyInput, BinaryInput, EncodingError and TooLarge.
    """
    if not data.strip():
        raise EmptyInput("nothing in it", path=path, mend="give a file with text")
    check_size(len(data), MAX_BYTES, path)
    text = _decode(data, path, declared)
    check_size(len(text), MAX_LENGTH, path)
    if not text.strip():
        raise EmptyInput("nothing in it", path=path, mend="give a file with text")
    return text


def check_size(size: int, limit: int, path: str | None) -> None:
    """Raise TooLarge if a report is over the limit."""
    if size > limit:
        raise TooLarge(
            f"more than {MAX_LENGTH // 1_000_000} million characters in one report",
            path=path,
            mend="split it into its reports, one a file or one a line of JSON",
        )


def check_text(data: bytes, *, path: str | None = None) -> None:
    """Raise BinaryInput if the head of `data` is that of a known format that is no text."""
    for begins, name, mend in _binary_forms():
        if data.startswith(begins):
            raise BinaryInput(f"this is {name}, not text", path=path, mend=mend.replace("PATH", path or "FILE"))


def _decode(data: bytes, path: str | None, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, path)
    check_text(data, path=path)
    if b"\0" in data:
        return _with_nulls(data, path)
    if len(data[:_HEAD].translate(None, delete=_CONTROLS)) < (1 - _MOST_CONTROLS) * len(data[:_HEAD]):
        raise BinaryInput("control characters all over it: this is no text", path=path, mend="give the text instead")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, path, declared)


def _strictly(data: bytes, encoding: str, path: str | None) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"it begins like {encoding.upper()}, but byte {error.start} is none",
            path=path,
            mend="save it as UTF-8",
        ) from error


def _with_nulls(data: bytes, path: str | None) -> str:
    """UTF-16 without its mark has a null in every second byte of an English text; any other null is no text's."""
    head = data[:_HEAD]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[offset::2].count(0) > 0.8 * len(head[offset::2]) and head[1 - offset :: 2].count(0) == 0:
            return _strictly(data, encoding, path)
    raise BinaryInput(
        "null bytes in it: this is no text, or a damaged one",
        path=path,
        mend=f"if it is text, take them out: tr -d '\\000' < {path or 'FILE'} > clean.txt",
    )


def _not_utf8(data: bytes, path: str | None, declared: str | None) -> str:
    text = data.decode("utf-8", "replace")
    sound = sum(1 for _ in _MULTIBYTE.finditer(data))
    if 0 < text.count("\ufffd") <= _BROKEN * sound:
        return text
    if declared and (named := _as_declared(data, declared)) is not None:
        return named
    return _guessed(data, path)


def _as_declared(data: bytes, declared: str) -> str | None:
    """The text in the declared encoding, None if it is unknown or doesn't fit; Latin-1 is read as cp1252, as
    browsers do."""
    try:
        encoding = codecs.lookup(declared.strip()).name
        return data.decode("cp1252" if encoding in {"iso8859-1", "ascii"} else encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _guessed(data: bytes, path: str | None) -> str:
    from charset_normalizer import from_bytes

    high = len(data) - len(data.translate(None, delete=bytes(range(128, 256))))
    western = high <= _WESTERN_SHARE * len(data)
    if western and (text := _as_declared(data, "cp1252")) is not None:
        return text
    best = from_bytes(data, cp_isolation=_WESTERN if western else None).best()
    if best is None:
        raise EncodingError("in no encoding that we know", path=path, mend="save it as UTF-8")
    return data.decode(best.encoding)


@cache
def _binary_forms() -> tuple[tuple[bytes, str, str], ...]:
    table = tomllib.loads(resources.files("legation.report").joinpath("data", "binary.toml").read_text("utf-8"))
    return tuple((bytes.fromhex(form["begins"]), form["name"], form["mend"]) for form in table["form"])
