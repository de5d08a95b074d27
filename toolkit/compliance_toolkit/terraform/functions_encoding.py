"""Functions that encode, decode and hash text."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote_plus

from compliance_toolkit.terraform.functions_base import (
    TEXT,
    Function,
    Given,
    Parameter,
    RefusedError,
    UnsupportedError,
    on_texts,
    text_at,
)
from compliance_toolkit.terraform.hcl_kinds import ANY, STRING, Kind, ListOf, ObjectOf
from compliance_toolkit.terraform.hcl_values import Value, list_of, lost, object_of, text_of

_ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "latin-1",
}
_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
Digest = Callable[[bytes], bytes]


def _md5(content: bytes) -> bytes:
    return hashlib.md5(content, usedforsecurity=False).digest()


def _sha1(content: bytes) -> bytes:
    return hashlib.sha1(content, usedforsecurity=False).digest()


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _sha512(content: bytes) -> bytes:
    return hashlib.sha512(content).digest()


def encoded(content: bytes) -> str:
    """Write bytes in base 64."""
    return base64.b64encode(content).decode()


HASHES: Mapping[str, Callable[[bytes], str]] = {
    "md5": lambda content: _md5(content).hex(),
    "sha1": lambda content: _sha1(content).hex(),
    "sha256": lambda content: _sha256(content).hex(),
    "sha512": lambda content: _sha512(content).hex(),
    "base64sha256": lambda content: encoded(_sha256(content)),
    "base64sha512": lambda content: encoded(_sha512(content)),
}


def _hash(digest: Callable[[bytes], str]) -> Function:
    return on_texts(lambda text: digest(text.encode()))


def _decoded(text: str) -> bytes:
    plain = text.replace("\r", "").replace("\n", "")
    if not _BASE64.fullmatch(plain):
        raise RefusedError
    try:
        return base64.b64decode(plain)
    except binascii.Error:
        raise RefusedError from None


def _base64decode(given: Given) -> Value:
    if given.values[0].hole is not None:
        return lost(STRING, given.values, given.text)
    try:
        return text_of(_decoded(text_at(given, 0)).decode())
    except UnicodeDecodeError:
        raise RefusedError from None


def _codec(name: str) -> str:
    if name.lower() not in _ENCODINGS:
        raise UnsupportedError
    return _ENCODINGS[name.lower()]


def _textencodebase64(text: str, encoding: str) -> str:
    try:
        return encoded(text.encode(_codec(encoding)))
    except UnicodeEncodeError:
        raise RefusedError from None


def _textdecodebase64(text: str, encoding: str) -> str:
    try:
        return _decoded(text).decode(_codec(encoding))
    except UnicodeDecodeError:
        raise RefusedError from None


def _uuidv5(namespace: str, name: str) -> str:
    if namespace in _NAMESPACES:
        return str(uuid.uuid5(_NAMESPACES[namespace], name))
    if not _UUID.fullmatch(namespace):
        raise UnsupportedError
    return str(uuid.uuid5(uuid.UUID(namespace), name))


def _rows(text: str) -> list[list[str]]:
    """Read comma-separated values as Go does, which knows no loose quotes."""
    text = text.replace("\r\n", "\n")
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "\n" and not row:  # an empty line
            at += 1
            continue
        cell, at = _cell(text, at)
        row.append(cell)
        if at < len(text) and text[at] == ",":
            at += 1
            if at < len(text) and text[at] != "\n":
                continue
            row.append("")
        rows.append(row)
        row = []
        at += 1
    return rows


def _cell(text: str, at: int) -> tuple[str, int]:
    if text[at] != '"':
        end = min((found for found in (text.find(c, at) for c in ",\n") if found >= 0), default=-1)
        end = len(text) if end < 0 else end
        if '"' in text[at:end]:
            raise RefusedError
        return text[at:end], end
    made: list[str] = []
    at += 1
    while (end := text.find('"', at)) >= 0:
        made.append(text[at:end])
        at = end + 1
        if not text.startswith('"', at):
            break
        made.append('"')
        at += 1
    else:
        raise RefusedError
    if at < len(text) and text[at] not in ",\n":
        raise RefusedError
    return "".join(made), at


def _csv_kind(values: Sequence[Value]) -> Kind:
    if not isinstance(values[0].raw, str):
        return ANY
    rows = _rows(values[0].raw)
    if not rows or len(set(rows[0])) != len(rows[0]):
        raise RefusedError
    return ListOf(ObjectOf(dict.fromkeys(rows[0], STRING)))


def _csvdecode(given: Given) -> Value:
    names, *rows = _rows(text_at(given, 0))
    if any(len(row) != len(names) for row in rows):
        raise RefusedError
    given.run.spend(sum(map(len, rows)))
    made = [object_of(dict(zip(names, map(text_of, row), strict=True))) for row in rows]
    kind = given.kind.element if isinstance(given.kind, ListOf) else ANY
    return list_of(made, kind)


def _base64gzip(_given: Given) -> Value:
    """Answer nothing: how a compressor packs is its own affair, and Terraform's differs."""
    raise UnsupportedError


FUNCTIONS: Mapping[str, Function] = {
    **{name: _hash(digest) for name, digest in HASHES.items()},
    "base64decode": Function((Parameter(STRING, unknown=True),), STRING, _base64decode),
    "base64encode": on_texts(lambda text: encoded(text.encode())),
    "base64gzip": Function((TEXT,), STRING, _base64gzip),
    "csvdecode": Function((TEXT,), _csv_kind, _csvdecode),
    "textdecodebase64": on_texts(_textdecodebase64, 2),
    "textencodebase64": on_texts(_textencodebase64, 2),
    "urlencode": on_texts(lambda text: quote_plus(text, safe="")),
    "uuidv5": on_texts(_uuidv5, 2),
}
