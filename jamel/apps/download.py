"""Fetching one large file over HTTP, going on where a broken download stopped.

What came so far stays as ``NAME.part`` with the server's tag beside it, so that a resumed file is never stitched from
two versions. This file does not know what it downloads.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import IO

from jamel.errors import AppError, StorageError

CHUNK_BYTES = 1 << 16
HTTP_PARTIAL, HTTP_RANGE_NOT_SATISFIABLE = 206, 416
BROKEN_OFF = (http.client.HTTPException, ConnectionError, TimeoutError, urllib.error.URLError)


def fetch(url: str, target: Path, *, timeout_s: float, attempts: int, advice: str) -> Path:
    """Download ``url`` to ``target``; what is there already is kept. Breaks are resumed up to ``attempts`` times.

    Raises ``AppError`` (with ``advice`` as its last part) when the server cannot be reached or keeps breaking off,
    ``StorageError`` when the disk refuses.
    """
    if target.is_file():
        return target
    if not url.startswith(("http://", "https://")):
        raise AppError(f"{url!r} is no http address. {advice}")
    part, tag = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.tag")
    reason = ""
    for attempt in range(1, attempts + 1):
        try:
            _fetch_rest(url, part, tag, timeout_s)
        except BROKEN_OFF as error:
            reason = str(getattr(error, "reason", "") or error or type(error).__name__)
            have = part.stat().st_size if part.exists() else 0
            print(f"attempt {attempt} of {attempts} broke off after {have} bytes: {reason}")
            continue
        except OSError as error:
            raise StorageError(f"cannot write {part}: {error.strerror or error}. Free disk space.") from error
        part.replace(target)
        tag.unlink(missing_ok=True)
        return target
    raise AppError(f"{url} could not be fetched: {reason}. {advice}")


def _fetch_rest(url: str, part: Path, tag: Path, timeout_s: float) -> None:
    """One request for what is missing. Raises one of ``BROKEN_OFF`` when it ends too early."""
    have = part.stat().st_size if part.exists() and tag.exists() else 0
    request = urllib.request.Request(url, headers={"User-Agent": "jamel", "Accept-Encoding": "identity"})  # noqa: S310
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", tag.read_text(encoding="utf-8"))
    try:
        answer = urllib.request.urlopen(request, timeout=timeout_s)  # noqa: S310  # fetch() checked the scheme
    except urllib.error.HTTPError as error:
        if error.code == HTTP_RANGE_NOT_SATISFIABLE:
            part.unlink()
        raise
    with answer:
        resumes = have > 0 and answer.status == HTTP_PARTIAL
        _remember_tag(tag, answer.headers.get("ETag") or answer.headers.get("Last-Modified"))
        part.parent.mkdir(parents=True, exist_ok=True)
        expected = int(answer.headers.get("Content-Length", -1))
        with part.open("ab" if resumes else "wb") as file:
            received = _copy(answer, file)
    if 0 <= received < expected:
        raise ConnectionError(f"{received} of {expected} bytes came")


def _remember_tag(tag: Path, value: str | None) -> None:
    """Without a strong tag the next attempt starts over."""
    if value and not value.startswith("W/"):
        tag.parent.mkdir(parents=True, exist_ok=True)
        tag.write_text(value, encoding="utf-8")
    else:
        with suppress(FileNotFoundError):
            tag.unlink()


def _copy(answer: IO[bytes], file: IO[bytes]) -> int:
    received = 0
    while chunk := answer.read(CHUNK_BYTES):
        file.write(chunk)
        received += len(chunk)
    return received
