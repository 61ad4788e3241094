"""Pieces of hostile HTTP: PATH stands for a path that is there."""

INJECTED = b"x-injected"
"""A header that clients try to add to answers."""

PATHS = (
    "/predict",
    "/fuse",
    "/analyze",
    "/jobs/x",
    "/limits",
    "/stream",
    "/api/v1/movies",
    "/api/v1/recommend",
    "/api/v1/sessions/x/readings",
    "/healthz",
    "/docs/assets/x",
)
TARGETS = (
    "PATH%0d%0aX-Injected:%20yes",
    "PATH?x=%0d%0aX-Injected:%20yes",
    "PATH%0a",
    "PATH%00",
    "PATH%ff%fe",
    "PATH%zz",
    "PATH%",
    "PATH?limit=%ff",
    "PATH?\xff\xfe",
    "PATH\xc3\x28",
    "PATH\x00",
    "PATH\ttab",
    "PATH with spaces",
    "PATH/../../../../etc/passwd",
    "PATH/%2e%2e%2f%2e%2e%2fetc/passwd",
    "/docs/assets/%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
    "/assets/..%5c..%5cpyproject.toml",
    "/jobs/..%2f..%2f/files/summary.json",
    "//PATH",
    "PATH#fragment",
    "http://elsewhere.example/PATH",
    "http://[::1",
    "elsewhere.example:443",
    "*",
    "",
    "PATH?" + "a=b&" * 5_000,
    "/" + "x" * 70_000,
)
METHODS = (
    "get",
    "G\x00T",
    "BREW",
    "CONNECT",
    "TRACE",
    "PRI",
    "M-SEARCH",
    "X" * 5_000,
    "",
    "GET\t",
)
VERSIONS = (
    "HTTP/1.0",
    "HTTP/0.9",
    "HTTP/1.2",
    "HTTP/2.0",
    "HTTP/9.99",
    "http/1.1",
    "HTTPS/1.1",
    "",
)
HEADERS = (
    "X-Large: " + "x" * 100_000,
    "\r\n".join(f"X-{n}: y" for n in range(1_000)),
    "no colon at all",
    ": no name",
    "Space : before the colon",
    "X-Folded: a\r\n  X-Injected: yes",
    "X-Nul: a\x00b",
    "X-Bare: a\nX-Injected: yes",
    "X-Return: a\rX-Injected: yes",
    "X-Bytes: \xff\xfe\x80",
    "Host: elsewhere.example\r\nHost: another.example",
    "Content-Type: multipart/form-data; boundary=" + "b" * 10_000,
    "Content-Type: application/json; charset=\xff",
    "Content-Encoding: gzip",
    "Authorization: Bearer \xff" + "k" * 3_000,
    "Authorization: Basic !!!",
    "Cookie: " + "a=b; " * 500,
    "X-Forwarded-For: <script>, 999.1.1.1, ::::",
    'Forwarded: for="_x";proto=https, for=',
    "X-Request-ID: \xff\x01X-Injected: yes",
    "traceparent: 00-zz-zz-01",
    "Range: bytes=99999999999999999999-",
    "Accept-Encoding: gzip;q=nan",
    'If-None-Match: "' + "e" * 5_000,
    "Expect: 100-continue",
    "Expect: 200-ok",
    "Connection: close, upgrade, X-Nul",
    "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk",
    "Origin: null",
    "Origin: http://\xff",
)
LENGTHS = ("-1", "+5", "0x5", "5, 5", "5, 6", "5 5", "5.0", "", "9" * 40, "1_0")
CODINGS = ("chunked, identity", "xchunked", "gzip", "chunked, chunked", "identity", " chunked", "")
CHUNKS = (
    b"zz\r\nhello\r\n0\r\n\r\n",
    b"-5\r\nhello\r\n0\r\n\r\n",
    b"fffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    b"5\r\nhelloX\r\n0\r\n\r\n",
    b"5;" + b"e" * 20_000 + b"\r\nhello\r\n0\r\n\r\n",
    b"5\nhello\n0\n\n",
    b"05\r\nhello\r\n0\r\nX-Injected: yes\r\n\r\n",
    b"5\r\nhello\r\n0\r\nContent-Length: 99\r\n" + b"T: x\r\n" * 1_000 + b"\r\n",
)
UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
NEWEST = "Sec-WebSocket-Version: 13\r\n"
HANDSHAKES = (
    UPGRADE,
    UPGRADE + KEY,
    UPGRADE + "Sec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\n",
    UPGRADE + KEY + "Sec-WebSocket-Version: 99\r\n",
    UPGRADE + KEY + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: \xff, mien, mien\r\n",
    UPGRADE
    + KEY
    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate; x\r\n",
)
FRAMES = (
    b"\x81\x05hello",
    b"\xf1\x80\0\0\0\0",
    b"\x83\x80\0\0\0\0",
    b"\x89\xfe\xff\xff\0\0\0\0",
    b"\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0",
    b"\x80\x80\0\0\0\0",
    b"\x88\x81\0\0\0\0\x03",
    b"\x81\x82\0\0\0\0\xff\xfe",
    b"\xc2\x84\0\0\0\0junk",
)
