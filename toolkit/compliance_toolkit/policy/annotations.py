"""Makes the catalog out of the policies' METADATA, with OPA; a developer's tool, run by `make`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from compliance_toolkit.errors import ComplianceError, PolicyError, UnavailableError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.catalog import Catalog

_CHECKS = ("compliance", "checks")
_FILE = Path("compliance/catalog/data.json")


def build(annotations: JsonValue) -> JsonObject:
    """Make the catalog from what `opa inspect --annotations --format json` says.

    Args:
        annotations: The whole document that OPA prints for the folder of policies.

    Returns:
        Id → entry, for each annotation that has a `custom.id`; as `Catalog.load` reads it.

    Raises:
        PolicyError: Two policies have one id, a check lies at another depth than the audit looks,
            the metadata is not whole, or no policy has an id.
    """
    entries: dict[str, JsonValue] = {}
    for entry in _entries(annotations):
        id_ = str(entry["id"])
        if id_ in entries:
            raise PolicyError(
                f"two policies have the id `{id_}`", hint="an id is never used twice, nor again"
            )
        entries[id_] = entry
    catalog = dict(sorted(entries.items()))
    Catalog.load({"compliance": {"catalog": catalog}})
    return catalog


def inspect(policies: Path) -> JsonValue:
    """Ask OPA (`OPA` in the environment, else on the path) for the metadata of a folder.

    Raises:
        PolicyError: OPA does not understand the folder.
        UnavailableError: There is no OPA.
    """
    opa = os.environ.get("OPA", "opa")
    command = [opa, "inspect", "--annotations", "--format", "json", str(policies)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  no shell
    except OSError as error:
        raise UnavailableError(
            f"`{opa}` could not be run", hint="install OPA 1.22, or name it in `OPA`"
        ) from error
    if done.returncode != 0:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise PolicyError(f"`opa inspect` refused `{policies}`: {said}")
    document: JsonValue = json.loads(done.stdout)
    return document


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the catalog, or with `--check` say whether the one that is there is up to date."""
    parser = argparse.ArgumentParser(prog="python -m compliance_toolkit.policy.catalog")
    parser.add_argument("--policies", type=Path, default=Path("policies"))
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    chosen = parser.parse_args(arguments)
    target = chosen.policies / _FILE
    try:
        text = json.dumps(build(inspect(chosen.policies)), indent=2, ensure_ascii=False) + "\n"
    except ComplianceError as error:
        sys.stderr.write(f"error: {error}\n" + (f"hint: {error.hint}\n" if error.hint else ""))
        return 3
    if not chosen.check:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return 0
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"error: `{target}` is not what the policies say\nhint: run `make catalog`\n")
    return 1


def _entries(annotations: JsonValue) -> Iterator[dict[str, JsonValue]]:
    found = _list(_object(annotations).get("annotations"))
    if not found:
        raise PolicyError("OPA found no annotations in the policies")
    for one in map(_object, found):
        said = _object(one.get("annotations"))
        custom = _object(said.get("custom"))
        if "id" in custom:  # else prose about a helper
            path = tuple(str(_object(step).get("value")) for step in _list(one.get("path")))
            yield _entry(said, custom, path[1:])


def _entry(
    said: Mapping[str, JsonValue], custom: Mapping[str, JsonValue], path: tuple[str, ...]
) -> dict[str, JsonValue]:
    entry = {"kind": "check", **custom}
    if entry["kind"] == "check":
        if path[:2] != _CHECKS or len(path) != len(_CHECKS) + 2:
            raise PolicyError(
                f"`{custom['id']}` lies in `{'.'.join(path)}`, where no audit looks for a check",
                hint="a check is `compliance.checks.<area>.<check>`, or says `kind: route`",
            )
        folder = path[2:]
    else:
        folder = path[1:]
    return {
        **entry,
        "path": "/".join(folder),
        "title": said.get("title", ""),
        "description": str(said.get("description", "")).strip(),
        "related_resources": _references(said.get("related_resources", [])),
    }


def _references(resources: JsonValue) -> list[JsonValue]:
    return [_object(one).get("ref", one) for one in _list(resources)]


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, Mapping) else {}


def _list(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
