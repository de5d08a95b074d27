"""Stands in for every host on the internet, over TLS on loopback, and keeps what it is sent.

Real names resolve to it, and its certificate is good for them, those of an attacker among them: a
client that is led astray gets there, and is seen.
"""

from __future__ import annotations

import atexit
import datetime as dt
import json
import os
import shutil
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

EVIL = "evil.example"
AMBIENT = ("AWS_", "ANTHROPIC_", "GOOGLE_", "CLOUD", "GCLOUD", "SSL_CERT", "REQUESTS_CA", "CURL_CA")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
HOSTS = (
    "api.anthropic.com",
    "bedrock-runtime.eu-central-1.amazonaws.com",
    "sts.eu-central-1.amazonaws.com",
    "aiplatform.eu.rep.googleapis.com",
    EVIL,
)
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-opus-5-5",
    "content": [{"type": "text", "text": "yes"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1, "output_tokens": 1, "inference_geo": "us"},
}
EVENTS = (
    {"type": "message_start", "message": {**MESSAGE, "content": [], "stop_reason": None}},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "yes"}},
    {"type": "content_block_stop", "index": 0},
    {
        "type": "message_delta",
        "delta": {"stop_reason": "end_turn", "stop_sequence": None},
        "usage": {"output_tokens": 1},
    },
    {"type": "message_stop"},
)
"""`MESSAGE` once more, as a stream."""

ASSUMED = """<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/inference/compliance-toolkit</Arn>
<AssumedRoleId>AROA:compliance-toolkit</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role</SecretAccessKey>
<SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>"""


def sdk(name: str) -> Any:
    """The module, or a skip of the asking file where it is missing; in CI that is a failure."""
    return import_module(name) if os.environ.get("CI") else pytest.importorskip(name)


x509 = sdk("cryptography.x509")
ec = sdk("cryptography.hazmat.primitives.asymmetric.ec")
hashes = sdk("cryptography.hazmat.primitives.hashes")
serialization = sdk("cryptography.hazmat.primitives.serialization")


def quiet(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """An environment without settings and without identity; AWS's own files would lie in folder."""
    for name in list(os.environ):
        if name.startswith(AMBIENT) or name.upper() in PROXIES:
            patch.delenv(name)
    patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    patch.setenv("AWS_CONFIG_FILE", str(folder / "config"))
    patch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "credentials"))


@dataclass(frozen=True)
class Sent:
    """One request, as it arrived."""

    host: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


class _Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.sent.append(Sent(headers["host"], self.path, headers, body))
        elsewhere = self.server.redirect_to
        kind, answer = _answer(headers["host"], body)
        self.send_response(200 if elsewhere is None else 307)
        if elsewhere is not None:
            self.send_header("Location", elsewhere)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_DELETE = do_PUT = do_POST  # noqa: N815  names of the base class

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay quiet."""


def _answer(host: str, body: bytes) -> tuple[str, bytes]:
    """Media type and body of what is answered."""
    if host.startswith("sts."):
        return "text/xml", ASSUMED.encode()
    if b'"stream":true' in body:
        lines = (f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in EVENTS)
        return "text/event-stream", "".join(lines).encode()
    return "application/json", json.dumps(MESSAGE).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificates() / "leaf.pem")
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.sent: list[Sent] = []
        self.redirect_to: str | None = None


@contextmanager
def internet(patch: pytest.MonkeyPatch) -> Iterator[_Server]:
    """The server, the only one that a name leads to, and the authority that vouches for it."""
    for name in ("SSL_CERT_FILE", "AWS_CA_BUNDLE"):
        patch.setenv(name, str(_certificates() / "authority.pem"))
    with _Server() as server:
        address = ("127.0.0.1", server.server_address[1])

        def resolve(*_: object, **__: object) -> Sequence[tuple[object, ...]]:
            return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address)]

        patch.setattr(socket, "getaddrinfo", resolve)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


@cache
def _certificates() -> Path:
    """An authority of this run, and one certificate of it for every host."""
    folder = Path(mkdtemp(prefix="sdk-server-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    now = dt.datetime.now(dt.UTC)
    keys = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("authority", "leaf")}
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "authority")])
    above = keys["authority"]
    for name, key in keys.items():
        is_authority = name == "authority"
        usage = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "content_commitment"), False
        )
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(hours=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(x509.SubjectAlternativeName(map(x509.DNSName, HOSTS)), critical=False)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()),
                critical=False,
            )
            .add_extension(
                x509.KeyUsage(
                    digital_signature=True,
                    key_cert_sign=is_authority,
                    crl_sign=is_authority,
                    encipher_only=False,
                    decipher_only=False,
                    **usage,
                ),
                critical=True,
            )
            .sign(above, hashes.SHA256())
        )
        text = made.public_bytes(serialization.Encoding.PEM)
        if not is_authority:
            text += key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        (folder / f"{name}.pem").write_bytes(text)
    return folder
