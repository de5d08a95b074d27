"""Objects of Kubernetes and values of charts: free in their form, so all of them is searched."""

from __future__ import annotations

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonValue, ReasonCode, Unknown
from compliance_toolkit.terraform.workloads.containers import add_pair, read_container
from compliance_toolkit.terraform.workloads.settings import Container
from compliance_toolkit.terraform.workloads.stores import NOWHERE, Stores
from compliance_toolkit.terraform.workloads.trees import Node, blocks, written

_CONTAINERS = frozenset(("containers", "initContainers", "ephemeralContainers"))
_NAMES_ONLY = frozenset(("metadata", "status"))
"""Parts of an object that name it and set nothing."""

_DEEPEST = 60


def read_yaml_text(node: Node) -> Node:
    """Read YAML; a reason for what is none. Scalars stay text."""
    if not isinstance(node, str):
        return node
    lines = (line.strip() for line in node.splitlines())
    if all(not line or line.startswith("#") or line == "---" for line in lines):
        return None
    from compliance_toolkit.registry.yaml import read_yaml  # noqa: PLC0415  few inputs have any

    try:
        return _node(read_yaml(node.encode(), "values").plain())
    except (ConfigurationError, UnicodeEncodeError):
        return Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, "values")


def _node(value: JsonValue) -> Node:
    match value:
        case dict():
            return {name: _node(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_node(inner) for inner in value]
        case str() | bool() | int() | float():
            return value
        case _:
            return None


def read_manifest(node: Node, stores: Stores = NOWHERE) -> list[Container]:
    """Read an object of Kubernetes: its containers, and whatever else it says."""
    if node is None:
        return []
    if not isinstance(node, dict):
        return [Container(lost=[node if isinstance(node, Unknown) else _ODD])]
    found: list[Container] = []
    rest = Container()
    kind = node.get("kind")
    for name, inner in node.items():
        if name in _NAMES_ONLY or name in {"apiVersion", "kind"}:
            continue
        if kind == "Secret" and name in {"data", "stringData"}:
            for key in inner if isinstance(inner, dict) else ():
                rest.add(key, Unknown(ReasonCode.SENSITIVE, key), secret=True)
            continue
        if kind == "ConfigMap" and name == "data" and isinstance(inner, dict):
            for key, value in inner.items():
                rest.add(key, written(value))
            continue
        _search(inner, name, rest, found, 0, stores)
    return [*found, rest]


def read_chart(own: Container, node: Node) -> None:
    """Read the values of a chart, which configure one application together."""
    found: list[Container] = []
    if isinstance(node, dict):
        for name, inner in node.items():
            _search(inner, name, own, found, 0, NOWHERE)
    elif node is not None:
        own.lost.append(node if isinstance(node, Unknown) else _ODD)
    for one in found:
        own.settings += one.settings
        own.lost += one.lost


def _search(  # noqa: PLR0913, PLR0917  where it is, and where to
    node: Node,
    path: str,
    rest: Container,
    found: list[Container],
    depth: int,
    stores: Stores,
) -> None:
    """Go through everything below a path."""
    if depth > _DEEPEST:
        rest.lost.append(_ODD)
        return
    last = path.rpartition(".")[2]
    if last in _CONTAINERS and isinstance(node, list | Unknown):
        found += (read_container(one, stores) for one in blocks(node))
        return
    if isinstance(node, dict):
        if _is_pair(node):
            add_pair(rest, node, stores)
            return
        for name, inner in node.items():
            if name not in _NAMES_ONLY:
                _search(inner, f"{path}.{name}", rest, found, depth + 1, stores)
    elif isinstance(node, list):
        for number, inner in enumerate(node):
            below = path if _is_pair(inner) else f"{path}.{number}"
            _search(inner, below, rest, found, depth + 1, stores)
    else:
        rest.add_path(path, written(node))


def _is_pair(node: Node) -> bool:
    return isinstance(node, dict) and "name" in node and bool({"value", "valueFrom"} & node.keys())


_ODD = Unknown(ReasonCode.UNSUPPORTED_TYPE)
