"""A bundle: the policies and data of one revision, read from a folder as OPA reads it, strictly.

OPA ignores `eu.json`, lets the last of two equal keys win, and follows a symlink anywhere. Each of
these would let law go missing without a word, so each is an error here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from compliance_toolkit.errors import ConfigurationError, PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.documents import parse
from compliance_toolkit.policy.folder import MANIFEST, texts_of
from compliance_toolkit.policy.ownership import (
    refuse_data_in_place_of_rules,
    refuse_outside,
    refuse_taken,
)

PROJECT = "compliance-toolkit"

_PACKAGE = re.compile(r"^package\s+(\S+)", re.MULTILINE)
_SEGMENT = re.compile(r'\["([^"]+)"\]|([^.\[]+)')


class Bundle(msgspec.Struct, frozen=True):
    """Policies and data of one revision."""

    modules: tuple[tuple[str, str], ...]
    """Path below the root and text of each policy, sorted by path; tests are left out."""

    data: JsonObject
    """The root document: `data["compliance"]["jurisdictions"]["eu"]`."""

    roots: tuple[str, ...]
    """Paths below `data` that belong to the bundle (`compliance`); `""` is all of it."""

    revision: str
    """The manifest's, or where it states none, `digest:` and the digest's first twelve digits."""

    digest: str
    """`sha256:…` over the paths and bytes of everything that was read; tests are left out."""

    @property
    def packages(self) -> tuple[str, ...]:
        """Package of each module, in the order of `modules`."""
        return tuple(".".join(_package(path, text)) for path, text in self.modules)

    @property
    def checks(self) -> tuple[str, ...]:
        """Folder of each check below `compliance/checks` (`residency/allowed_country`), sorted."""
        found = {tuple(package.split(".")) for package in self.packages}
        return tuple(
            sorted(
                f"{x[2]}/{x[3]}" for x in found if x[:2] == ("compliance", "checks") and len(x) == 4
            )
        )

    def only(self, packages: Collection[str]) -> Bundle:
        """The same bundle with the policies of some packages; its data and digest stay."""
        pairs = zip(self.modules, self.packages, strict=True)
        return replace(self, modules=tuple(x for x, package in pairs if package in packages))

    def without(self, *prefixes: str) -> Bundle:
        """The same bundle less the policies below some packages; its data and digest stay."""
        left_out = tuple(f"{prefix}." for prefix in prefixes)
        kept = [
            module
            for module, package in zip(self.modules, self.packages, strict=True)
            if not f"{package}.".startswith(left_out)
        ]
        return replace(self, modules=tuple(kept))


def default_root(package: Path | None = None) -> Path:
    """Find the policies that belong to this very package.

    Args:
        package: The package's folder; its own by default.

    Returns:
        The folder inside the wheel, or the one of the checkout that the package is imported from.

    Raises:
        PolicyError: Neither is there. A `policies` folder of somebody else's is never taken.
    """
    package = package or Path(__file__).resolve().parents[1]
    bundled = package / "_bundle" / "policies"
    if bundled.is_dir():
        return bundled
    checkout = package.parents[1]
    policies = checkout / "policies"
    if package.parent.name == "toolkit" and policies.is_dir() and _is_ours(checkout):
        return policies
    raise PolicyError(
        f"no policies in `{bundled}`, nor in `{policies}` beside the project's `pyproject.toml`",
        hint="install the package again, or name a bundle with `--policies DIR`",
    )


def load(root: Path) -> Bundle:
    """Read the bundle in a folder.

    Args:
        root: Folder that holds `.manifest` and the policies.

    Raises:
        ConfigurationError: There is no such folder.
        PolicyError: A file that OPA would ignore, misread or that contradicts another; names it.
    """
    if not root.is_dir():
        raise ConfigurationError(
            f"no bundle at `{root}`", hint="name the folder that holds `.manifest` and the policies"
        )
    texts = dict(texts_of(root.resolve()))
    modules = tuple((path, text) for path, text in texts.items() if path.endswith(".rego"))
    if not modules:
        raise PolicyError(
            f"no policy in `{root}`", hint="name the folder that holds `.manifest` and the policies"
        )
    revision, roots = _manifest(texts.get(MANIFEST))
    refuse_taken(f"`{MANIFEST}`", tuple(root.split("/")[0] for root in roots))
    data: dict[str, Any] = {}
    for path, text in texts.items():
        if path.endswith(".json"):
            segments = tuple(path.split("/")[:-1])
            refuse_outside(path, segments, roots)
            _merge(data, segments, _document(path, text), path)
    refuse_taken("`data.json`", tuple(data))
    for path, text in modules:
        refuse_outside(path, _package(path, text), roots)
        refuse_data_in_place_of_rules(path, _package(path, text), text, data)
    digest = _digest(texts)
    return Bundle(
        modules=modules,
        data=data,
        roots=roots,
        revision=revision or f"digest:{digest.removeprefix('sha256:')[:12]}",
        digest=digest,
    )


def _is_ours(checkout: Path) -> bool:
    try:
        project = (checkout / "pyproject.toml").read_text("utf-8")
    except (OSError, ValueError):
        return False
    # To read all of it takes longer than to read the policies.
    return f'\nname = "{PROJECT}"\n' in project


def _document(path: str, text: str) -> dict[str, Any]:
    try:
        value = parse(text)
    except json.JSONDecodeError as error:
        raise PolicyError(f"`{path}:{error.lineno}` is no JSON: {error.msg}") from error
    except ValueError as error:
        raise PolicyError(f"`{path}` is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise PolicyError(f"`{path}` holds no object", hint="start the file with `{`")
    return value


def _manifest(text: str | None) -> tuple[str, tuple[str, ...]]:
    """Revision, empty where none is stated, and roots; without a manifest, OPA's defaults."""
    if text is None:
        return "", ("",)
    match _document(MANIFEST, text):
        case {"rego_version": version} if version != 1:
            raise PolicyError(f"`{MANIFEST}` asks for Rego version `{version}`, expected 1")
        case {"revision": str() as revision, "roots": [*roots]} if roots and all(
            isinstance(root, str) for root in roots
        ):
            return revision, tuple(root.strip("/") for root in roots)
    raise PolicyError(
        f"`{MANIFEST}` states no `revision` and `roots`",
        hint='write {"revision": "", "rego_version": 1, "roots": ["compliance"]}',
    )


@lru_cache(maxsize=512)
def _package(path: str, text: str) -> tuple[str, ...]:
    found = _PACKAGE.search(text)
    if found is None:
        raise PolicyError(f"`{path}` states no package")
    return tuple(quoted or plain for quoted, plain in _SEGMENT.findall(found[1]))


def _merge(
    data: dict[str, Any], segments: tuple[str, ...], document: dict[str, Any], path: str
) -> None:
    for segment in reversed(segments):
        document = {segment: document}
    _merge_objects(data, document, path, ())


def _merge_objects(
    into: dict[str, Any], more: Mapping[str, JsonValue], path: str, at: tuple[str, ...]
) -> None:
    for key, value in more.items():
        here = (*at, key)
        if key not in into:
            into[key] = value
        elif isinstance(into[key], dict) and isinstance(value, dict):
            _merge_objects(into[key], value, path, here)
        else:
            raise PolicyError(
                f"`{path}` defines `{'.'.join(here)}`, which another file defines too",
                hint="keep one of the two",
            )


def _digest(texts: Mapping[str, str]) -> str:
    """Digest paths and contents, each after its length, so that no two bundles read alike."""
    digest = hashlib.sha256()
    for path, text in sorted(texts.items()):
        for part in (path.encode(), text.encode()):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return f"sha256:{digest.hexdigest()}"
