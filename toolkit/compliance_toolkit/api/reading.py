"""Whether a project is what it was: told by the bytes of its files, without understanding them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from compliance_toolkit.models import JsonValue
from compliance_toolkit.registry.files import matching, read_bounded
from compliance_toolkit.registry.reading import MOST_JSON_LINES, MOST_YAML
from compliance_toolkit.registry.yaml import read_yaml


def fingerprint(config: Path) -> str:
    """Digest a project file and the tenant files it names; a thirtieth of what reading them takes.

    Raises:
        ConfigurationError: A file is missing, cannot be read, or the project file is no YAML.
    """
    raw = read_bounded(config, most=MOST_YAML, what="project file")
    digest = hashlib.sha256(_framed(raw))
    for path in _tenant_files(config, read_yaml(raw, str(config)).plain()):
        digest.update(_framed(str(path).encode("utf-8", "surrogateescape")))
        digest.update(_framed(read_bounded(path, most=MOST_JSON_LINES, what="tenant file")))
    return f"sha256:{digest.hexdigest()}"


def _tenant_files(config: Path, plain: JsonValue) -> Iterator[Path]:
    """The files that a project file names; what is no glob is refused when it is read."""
    globs = plain.get("tenant_files") if isinstance(plain, dict) else None
    for glob in globs if isinstance(globs, list) else ():
        if isinstance(glob, str) and glob:
            yield from matching(config.parent, glob)


def _framed(raw: bytes) -> bytes:
    """The bytes after their length, which keeps two files apart."""
    return b"%d\n%b" % (len(raw), raw)
