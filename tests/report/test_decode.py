"""Bytes to text: encodings, and what is no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BinaryInput, EmptyInput, InputError, TooLarge
from legation.report import decode as decoding
from legation.report.decode import decode

WORDS = "Die Gespräche: “Señor Roe” said café talks failed – naïvely.\r\nThe end.\n"
WESTERN = "A “fair” deal – said the café’s owner in Mali. " * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_utf8_texts_come_out_exactly(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)) == WORDS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark(encoding: str) -> None:
    assert decode(("The talks failed. " * 20).encode(encoding)) == "The talks failed. " * 20


def test_western_code_page() -> None:
    assert decode(WESTERN.encode("cp1252")) == WESTERN


def test_latin1() -> None:
    text = "The café in São Tomé was closed, the minister’s wife said. ".replace("’", "'") * 3
    assert decode(text.encode("latin-1")) == text


def test_declared_encoding() -> None:
    text = "Премьер-министр прибыл в Осло на переговоры. " * 3
    assert decode(text.encode("koi8-r"), declared="koi8-r") == text


def test_unknown_declared_encoding_is_passed_over() -> None:
    assert decode(WESTERN.encode("cp1252"), declared="x-no-such") == WESTERN


def test_other_code_pages_are_guessed() -> None:
    text = "Премьер-министр прибыл в Осло на переговоры о рыбной ловле в северных водах и границе. " * 3
    assert decode(text.encode("cp1251")) == text


def test_a_slip_in_utf8_is_no_other_encoding() -> None:
    data = (WORDS * 3).encode() + b"cut off \xe2\x80"
    assert decode(data) == WORDS * 3 + "cut off \ufffd"


@pytest.mark.parametrize("data", [b"", b"  \r\n\t ", "\ufeff".encode(), "\ufeff \n".encode("utf-16-le")])
def test_empty(data: bytes) -> None:
    with pytest.raises(EmptyInput, match=r"a.txt: nothing in it; give"):
        decode(data, path="a.txt")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", r"minutes: this is a PDF, not text; convert it first: pdftotext minutes"),
        (b"PK\x03\x04\x14\0", "zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"{\\rtf1 Hello}", "rich-text"),
        (b"text with a \0 in it", "null bytes"),
        (bytes(range(1, 32)) * 10, "control characters"),
    ],
)
def test_binary(data: bytes, says: str) -> None:
    with pytest.raises(BinaryInput, match=says):
        decode(data, path="minutes")


def test_too_large() -> None:
    with pytest.raises(TooLarge, match="more than 5 million characters in one report; split it"):
        decode(b"x" * (decoding.MAX_LENGTH + 1))


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode(data)
    except InputError:
        return
    assert text.strip()


@given(st.text(min_size=1, max_size=200).filter(lambda t: t.strip() and "\0" not in t and "\ufeff" not in t))
def test_utf8_comes_out_exactly_or_is_told_to_be_no_text(text: str) -> None:
    try:
        assert decode(text.encode()) == text
    except (BinaryInput, EmptyInput):
        assert any(ord(c) < 32 for c in text) or text.encode()[:2] == b"BZ"
