"""WARC files for tests."""

import gzip
import uuid
from datetime import UTC, datetime
from pathlib import Path

AT = datetime(2017, 9, 8, 1, 2, 3, tzinfo=UTC)


def warc(
    path: Path,
    *records: tuple[str, bytes],
    status: str = "200 OK",
    kind: str = "text/html",
    record: str = "response",
    zipped: bool = True,
    at: datetime = AT,
) -> Path:
    """Append records to a file, by hand: warcio's own writer leaves its temporary files open."""
    with path.open("ab") as out:
        for url, body in records:
            head = f'HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nETag: "1"\r\n\r\n'.encode()
            named = {
                "WARC-Type": record,
                "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>",
                "WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "WARC-Target-URI": url,
                "Content-Type": "application/http; msgtype=response",
                "Content-Length": str(len(head + body)),
            }
            start = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items()) + "\r\n"
            whole = start.encode() + head + body + b"\r\n\r\n"
            out.write(gzip.compress(whole, mtime=0) if zipped else whole)
    return path
