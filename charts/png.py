"""Turns an SVG that stands alone, and whose paper covers all of it, into PNG."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import vl_convert

FONTS = Path(__file__).parent / "fonts"  # those that not every machine has
vl_convert.register_font_directory(str(FONTS))

Pixels = npt.NDArray[np.uint8]


def single(drawn: str) -> bytes:
    """Return a picture of an SVG in its own size."""
    return _packed(_pixels(vl_convert.svg_to_png(drawn)))


def double(drawn: str) -> tuple[bytes, bytes]:
    """Return a picture of an SVG in its own size, and one twice as large."""
    large = _pixels(vl_convert.svg_to_png(drawn, scale=2))
    # Each pixel of the small one is the mean of four.
    corners = [large[y::2, x::2].astype(np.uint16) for y in (0, 1) for x in (0, 1)]
    small = (corners[0] + corners[1] + corners[2] + corners[3] + 2) // 4
    return _packed(small.astype(np.uint8)), _packed(large)


def _pixels(picture: bytes) -> Pixels:
    """Return a PNG's red, green and blue: lines, columns, colours."""
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert picture[24:29] == bytes([8, 6, 0, 0, 0]), "8 bits of red, green, blue, alpha"
    packed, at = b"", 33
    while at < len(picture):
        size, kind = int.from_bytes(picture[at : at + 4]), picture[at + 4 : at + 8]
        packed += picture[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += 12 + size
    lines = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + 4 * width)
    assert set(lines[:, 0]) <= {0, 1}, "each line as it is, or as differences to the left"
    image = lines[:, 1:].reshape(height, width, 4)[..., :3].copy()
    different = lines[:, 0] == 1
    image[different] = np.cumsum(image[different], axis=1, dtype=np.uint8)
    return image


def _packed(image: Pixels) -> bytes:
    """Return a PNG, a fifth as large as one with alpha and differences: our areas are plain."""
    height, width, _ = image.shape
    lines = np.zeros((height, 1 + 3 * width), np.uint8)
    lines[:, 1:] = image.reshape(height, -1)
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
