"""Containers, in the spellings of ECS, Batch, Kubernetes, Cloud Run and Azure."""

from __future__ import annotations

from collections.abc import Iterable

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.workloads.settings import COMMAND, Container
from compliance_toolkit.terraform.workloads.stores import NOWHERE, Stores
from compliance_toolkit.terraform.workloads.trees import ODD, Node, blocks, written

_PAIRS = ("env", "environment")
_MAPS = ("environment_variables",)
_SECRETS = ("secure_environment_variables",)
_ELSEWHERE = ("env_from", "envFrom", "environmentFiles")
_COMMANDS = ("command", "commands", "args", "entryPoint", "entry_point")
_CHECKS = (
    "healthCheck",
    "health_check",
    "lifecycle",
    "liveness_probe",
    "livenessProbe",
    "readiness_probe",
    "readinessProbe",
    "startup_probe",
    "startupProbe",
)
"""Members below which further commands stand."""

_LOGS = "logConfiguration"
_MEMBERS = frozenset((*_PAIRS, *_MAPS, *_SECRETS, *_ELSEWHERE, *_COMMANDS, "healthCheck", _LOGS))
_REFERENCES = ("valueFrom", "value_from", "value_source", "secret_name", "secretName", "secret")
_PAIR = frozenset(("name", "value", *_REFERENCES))
_LOG_REGIONS = frozenset(("awslogs-region", "region"))
_STORES = frozenset(("PARAMETER_STORE", "SECRETS_MANAGER"))
_FIELDS = frozenset(("fieldRef", "field_ref", "resourceFieldRef", "resource_field_ref"))
_SPELLINGS = {
    name.lower(): name
    for name in (
        "command",
        "entryPoint",
        "environment",
        "environmentFiles",
        "healthCheck",
        "logConfiguration",
        "name",
        "options",
        "secrets",
        "value",
        "valueFrom",
    )
}
_FREE = ("metadata.annotations", "metadata.labels")
"""Fields of a pod that hold what anybody writes there."""


def read_container(node: Node, stores: Stores = NOWHERE) -> Container:
    """Read one container, and what it takes from stores of the same input."""
    if not isinstance(node, dict):
        return Container(lost=[node if isinstance(node, Unknown) else ODD])
    name = node.get("name")
    found = Container(name if isinstance(name, str) else "")
    for key in (*_PAIRS, *_MAPS):
        _environment(found, node.get(key), stores)
    for key in _SECRETS:
        _names(found, node.get(key))
    for secret in blocks(node.get("secrets")):
        add_pair(found, secret)
    for key in _ELSEWHERE:
        for where in blocks(node.get(key)):
            _take(found, where, key, stores)
    for key in _COMMANDS:
        _command(found, node.get(key))
    for key in _CHECKS:
        _commands_below(found, node.get(key))
    for log in blocks(node.get(_LOGS)):
        _log_region(found, log)
    return found


def _commands_below(found: Container, node: Node) -> None:
    """Read what is run beside the program itself, in the same container."""
    if isinstance(node, dict):
        for key, inner in node.items():
            if key in _COMMANDS:
                _command(found, inner)
            else:
                _commands_below(found, inner)
    elif isinstance(node, list):
        for inner in node:
            _commands_below(found, inner)


def _log_region(found: Container, node: Node) -> None:
    """Read where what the program prints is sent."""
    options = node.get("options") if isinstance(node, dict) else node
    for name, value in options.items() if isinstance(options, dict) else ():
        if name in _LOG_REGIONS:
            found.add_log_region(f"logConfiguration.{name}", written(value))


def _take(found: Container, where: Node, key: str, stores: Stores) -> None:
    """Add all that an environment takes from one place."""
    taken = stores.taken(where)
    if taken is None or not isinstance(where, dict):
        hidden = where if isinstance(where, Unknown) else None
        found.lost.append(hidden or Unknown(ReasonCode.OUTSIDE_INPUT, key))
        return
    prefix = written(where.get("prefix"))
    for name, value in taken.pairs:
        if isinstance(prefix, Unknown):
            found.lost.append(prefix)
        else:
            found.add(f"{prefix or ''}{name}", value, secret=taken.is_secret)
    if taken.lost is not None:
        found.lost.append(taken.lost)


def folded(node: Node) -> Node:
    """Give a document with the names of members as ECS spells them: its readers know no case.

    A member that is there in two spellings is read in both.
    """
    if isinstance(node, list):
        return [folded(one) for one in node]
    if not isinstance(node, dict):
        return node
    made: dict[str, Node] = {}
    for name, inner in node.items():
        spelled = _SPELLINGS.get(name.lower(), name)
        value = folded(inner)
        made[spelled] = [*blocks(made[spelled]), *blocks(value)] if spelled in made else value
    return made


def find_containers(node: Node) -> list[Container]:
    """Find every container in a document, at whatever depth."""
    if isinstance(node, list):
        return [one for inner in node for one in find_containers(inner)]
    if isinstance(node, Unknown):
        return [Container(lost=[node])]
    if not isinstance(node, dict):
        return []
    if _MEMBERS & node.keys() or "secrets" in node:
        return [read_container(node)]
    return [one for inner in node.values() for one in find_containers(inner)]


def add_pairs(found: Container, nodes: Iterable[Node], stores: Stores = NOWHERE) -> None:
    """Add entries of a name and a value each."""
    for node in nodes:
        add_pair(found, node, stores)


def add_pair(found: Container, node: Node, stores: Stores = NOWHERE) -> None:
    """Add one entry: a name with its value, or with where the value stands."""
    if not isinstance(node, dict):
        found.lost.append(node if isinstance(node, Unknown) else ODD)
        return
    name = written(node.get("name", node.get("key")))
    if not isinstance(name, str):
        found.lost.append(name or ODD)
        return
    reference = next((node[key] for key in _REFERENCES if node.get(key)), None)
    if node.get("type") in _STORES:
        reference = {"secret": node.get("value")}
    if reference is None:
        value = written(node.get("value"))
        secret = isinstance(value, Unknown) and value.code is ReasonCode.SENSITIVE
        found.add(name, value, secret=secret)
        return
    kinds = _kinds(reference)
    if kinds & _FIELDS and not _is_free(reference):  # the platform's own words on the pod
        return
    taken = stores.taken(reference)
    if taken is not None and taken.lost is None:
        for _, value in taken.pairs:
            found.add(name, value, secret=taken.is_secret)
        return
    is_secret = isinstance(reference, str | Unknown) or any("secret" in kind for kind in kinds)
    found.add(name, Unknown(ReasonCode.OUTSIDE_INPUT, name), secret=is_secret)


def _kinds(reference: Node) -> set[str]:
    """Say what kinds of places a reference names."""
    named = {key for one in blocks(reference) if isinstance(one, dict) for key in one if one[key]}
    return {key if key in _FIELDS else key.lower() for key in named}


def _is_free(reference: Node) -> bool:
    """Whether a reference is to a field of a pod that holds what anybody writes there."""
    return any(
        not isinstance(path, str) or path.startswith(_FREE)
        for one in blocks(reference)
        for key in ("fieldRef", "field_ref")
        for field in (blocks(one.get(key)) if isinstance(one, dict) else ())
        for path in [
            field.get("fieldPath", field.get("field_path")) if isinstance(field, dict) else None
        ]
    )


def _environment(found: Container, node: Node, stores: Stores) -> None:
    if isinstance(node, dict) and not ({"name"} < node.keys() <= _PAIR):
        for name, value in node.items():
            text = written(value)
            found.add(name, text, secret=isinstance(text, Unknown) and _sensitive(text))
    else:
        add_pairs(found, blocks(node), stores)


def _sensitive(reason: Unknown) -> bool:
    return reason.code is ReasonCode.SENSITIVE


def _names(found: Container, node: Node) -> None:
    if isinstance(node, dict):
        for name in node:
            found.add(name, Unknown(ReasonCode.SENSITIVE, name), secret=True)
    elif node is not None:
        found.lost.append(node if isinstance(node, Unknown) else ODD)


def _command(found: Container, node: Node) -> None:
    if isinstance(node, list):
        words = [written(word) for word in node]
        hidden = next((word for word in words if isinstance(word, Unknown)), None)
        found.add_text(hidden or " ".join(str(one) for one in words if one is not None), COMMAND)
    else:
        found.add_text(written(node), COMMAND)
