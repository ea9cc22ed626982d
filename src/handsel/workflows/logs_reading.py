"""Opens an event log: CSV or XES, packed with gzip or not; its first bytes tell which. Plain Python."""

import gzip
import io
import zlib
from typing import Protocol

from handsel.kernel.sentences import say
from handsel.workflows.logs import Bounds, Log, LogOptions, unreadable
from handsel.workflows.logs_csv import CsvLog
from handsel.workflows.logs_xes import XesLog

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
BUFFER = 256 * 1024
MEGABYTE = 1_000_000


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_log(stream: Readable, options: LogOptions, *, bounds: Bounds | None = None) -> Log:
    """Raises LogRefused."""
    unpacked = _unpacked(stream, most_bytes=None if bounds is None else bounds.size)
    start = unpacked.peek(len(ZIP))[:100]
    if not start:
        raise unreadable(say("The file is empty."))
    if start.startswith(ZIP):
        raise unreadable(say("This is a zip archive or a workbook. Unpack it, or save it as CSV."))
    for mark in BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    is_xml = start.lstrip(b" \t\r\n\0").startswith(b"<")
    return (XesLog if is_xml else CsvLog)(unpacked, options, bounds)


def _unpacked(stream: Readable, *, most_bytes: int | None) -> io.BufferedReader:
    packed = io.BufferedReader(_Bounded(stream, None), BUFFER)
    if packed.peek(len(GZIP)).startswith(GZIP):
        return io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=packed, mode="rb"), most_bytes), BUFFER)
    return io.BufferedReader(_Bounded(packed, most_bytes), BUFFER)


class _Bounded(io.RawIOBase):
    """Anything that can be read, as far as `most` bytes."""

    def __init__(self, source: Readable, most: int | None) -> None:
        self.source = source
        self.most = most
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # (typeshed asks for any buffer)
        try:
            data = self.source.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise unreadable(say("This gzip file is damaged or cut off: {error}", error=error)) from None
        self.count += len(data)
        if self.most is not None and self.count > self.most:
            raise unreadable(say("Unpacked, a log has at most {most:,} MB here.", most=self.most // MEGABYTE))
        buffer[: len(data)] = data
        return len(data)
