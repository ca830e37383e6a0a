import pytest

from salle.media.rules import (
    MAX_NAME,
    Empty,
    Format,
    TypeNotAllowed,
    clean_name,
    clean_text,
    fit,
    recognise,
)


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"%PDF-1.4\n", Format.PDF),
        (b"\xef\xbb\xbf%PDF-2.0", Format.PDF),
        (b"\r\n\r\n%PDF-1.4", Format.PDF),
        (b"\x89PNG\r\n\x1a\n", Format.PNG),
        (b"\xff\xd8\xff\xe0", Format.JPEG),
        (b"GIF89a", Format.GIF),
        (b"GIF87a", Format.GIF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Format.WEBP),
    ],
)
def test_a_format_is_recognised_by_its_first_bytes(head: bytes, form: Format) -> None:
    assert recognise(head) is form


@pytest.mark.parametrize(
    "head", [b"<svg/>", b"PK\x03\x04", b"RIFF\x00\x00\x00\x00WAVE", b"BM", b" ", b"x%PDF-1.4"]
)
def test_nothing_else_is_allowed(head: bytes) -> None:
    with pytest.raises(TypeNotAllowed):
        recognise(head)


def test_an_empty_file_is_called_empty() -> None:
    with pytest.raises(Empty):
        recognise(b"")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Leçon n° 3.pdf", "Leçon n° 3.pdf"),
        ("e\u0301te\u0301.png", "été.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\cours.pdf", "cours.pdf"),
        ("a\r\nSet-Cookie: b.png", "a Set-Cookie: b.png"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\x00b\u200bc.png", "abc.png"),
        ("  ", ""),
        ("x" * 300, "x" * MAX_NAME),
    ],
)
def test_a_name_is_kept_as_far_as_it_can_be_shown(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("un\r\ndeux\rtrois\n", "un\ndeux\ntrois"),
        ("e\u0301te\u0301", "été"),
        ("hygi\ufffe\r\nène, santé", "hygiène, santé"),
        ("a\x00\x07\x9b\ud800\ue001b\tc", "ab\tc"),
        ("😀 \U0001d11e", "😀 \U0001d11e"),
    ],
)
def test_the_text_of_a_page_keeps_what_can_be_read(text: str, clean: str) -> None:
    assert clean_text(text) == clean
    assert clean_text(clean) == clean


@pytest.mark.parametrize(
    ("size", "fitted"),
    [((200, 100), (50, 25)), ((10, 20), (25, 50)), ((1, 10_000), (1, 50)), ((0.5, 1), (25, 50))],
)
def test_a_size_is_fitted_with_its_shape(
    size: tuple[float, float], fitted: tuple[int, int]
) -> None:
    assert fit(*size, 50) == fitted
