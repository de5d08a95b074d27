"""From a resource to the settings of each program that it starts."""

from __future__ import annotations

import base64
import binascii
import re
from functools import cache

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import DOCUMENT
from compliance_toolkit.terraform.workloads.charts import read_chart, read_manifest, read_yaml_text
from compliance_toolkit.terraform.workloads.containers import (
    add_pair,
    add_pairs,
    find_containers,
    folded,
    read_container,
)
from compliance_toolkit.terraform.workloads.settings import Container
from compliance_toolkit.terraform.workloads.stores import NOWHERE, Stores
from compliance_toolkit.terraform.workloads.trees import (
    ODD,
    Node,
    at,
    blocks,
    parsed,
    restored,
    written,
)
from compliance_toolkit.terraform.workloads.types import WORKLOADS, Form

_HASH = re.compile(r"[0-9a-f]{40}")
_ENCODED = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}\s*")


def containers_of(resource: Resource, stores: Stores = NOWHERE) -> list[Container]:
    """Read what the programs of a workload are told.

    Args:
        resource: Of a type in `WORKLOADS`.
        stores: Of the same input, which programs may take settings from.

    Returns:
        One entry a container; what stands beside containers is an entry of its own.
    """
    if "" in resource.unknown:
        return [Container(lost=[resource.unknown[""]])]
    own = Container()
    found: list[Container] = []
    for pattern, form in WORKLOADS[resource.type]:
        attribute, steps = _path(pattern)
        value = _attribute(resource, attribute, form)
        for node in at(value, steps) if value is not None else ():
            found += _read(node, form, own, attribute, stores)
    if resource.type == "helm_release":
        own.pair()
    return [one for one in (own, *found) if one.settings or one.lost]


@cache
def _path(pattern: str) -> tuple[str, list[str]]:
    _, attribute, *steps = pattern.split("/")
    return attribute, steps


def _attribute(resource: Resource, attribute: str, form: Form) -> Node:
    """Give an attribute; what is known of a text whose whole is not stands beside it."""
    value = restored(resource, attribute)
    if form is Form.CONTAINERS and isinstance(value, Unknown) and DOCUMENT in resource.values:
        return restored(resource, DOCUMENT)
    return value


def _read(
    node: Node, form: Form, own: Container, attribute: str, stores: Stores
) -> list[Container]:
    match form:
        case Form.CONTAINER:
            return [read_container(node, stores)]
        case Form.CONTAINERS:
            return _containers(node)
        case Form.MANIFEST:
            return read_manifest(node, stores)
        case Form.MANIFEST_TEXT:
            return read_manifest(read_yaml_text(node), stores)
        case _:
            _read_own(node, form, own, attribute)
            return []


def _read_own(node: Node, form: Form, own: Container, attribute: str) -> None:
    """Read what belongs to the resource as a whole."""
    if isinstance(node, Unknown) and form not in {Form.TEXT, Form.BASE64}:
        own.lost.append(node)
        return
    match form:
        case Form.MAP | Form.SECRETS:
            _map(node, own, secret=form is Form.SECRETS)
        case Form.ENCODED:
            _map(_plain_values(node, attribute), own)
        case Form.PAIR:
            add_pair(own, node)
        case Form.CHART:
            read_chart(own, read_yaml_text(node))
        case Form.CHART_VALUE:
            _chart_value(node, own)
        case Form.BASE64:
            own.add_text(_decoded(node, attribute), attribute)
        case _:
            own.add_text(_plain(node, attribute), attribute)


def _plain_values(node: Node, attribute: str) -> Node:
    """Decode the values of a map; what is no text stays as it is."""
    if not isinstance(node, dict):
        return node
    plain = {name: _decoded(value, attribute) for name, value in node.items()}
    return {
        name: plain[name] if isinstance(plain[name], str) else value for name, value in node.items()
    }


def _map(node: Node, own: Container, *, secret: bool = False) -> None:
    if isinstance(node, list):  # Kubernetes' provider hands a map on as one block
        add_pairs(own, node)
    elif isinstance(node, dict):
        for name, value in node.items():
            text = written(value)
            held = isinstance(text, str) and text.lstrip().startswith("@Microsoft.KeyVault(")
            if (secret or held) and text is not None:
                own.add(name, Unknown(ReasonCode.OUTSIDE_INPUT, name), secret=True)
            else:
                own.add(name, text, secret=_is_sensitive(text))
    else:
        own.lost.append(Unknown(ReasonCode.UNSUPPORTED_TYPE))


def _is_sensitive(value: str | Unknown | None) -> bool:
    return isinstance(value, Unknown) and value.code is ReasonCode.SENSITIVE


def _chart_value(node: Node, own: Container) -> None:
    if not isinstance(node, dict):
        own.lost.append(Unknown(ReasonCode.UNSUPPORTED_TYPE))
        return
    name = written(node.get("name"))
    if not isinstance(name, str):
        own.lost.append(name or Unknown(ReasonCode.UNSUPPORTED_TYPE, "set"))
        return
    for value in blocks(node["value"]) if isinstance(node.get("value"), list) else [node["value"]]:
        text = written(value)
        for one in _elements(text):
            own.add_path(name.replace("\\.", "_"), one, secret=_is_sensitive(text))


def _elements(text: str | Unknown | None) -> list[str | Unknown | None]:
    """Give what Helm takes for a list, `{a,b}`, one by one."""
    if not isinstance(text, str) or text[:1] != "{" or text[-1:] != "}":
        return [text]
    return [*text[1:-1].split(",")] if isinstance(parsed(text), Unknown) else [text]


def _containers(node: Node) -> list[Container]:
    node = folded(parsed(node) if isinstance(node, str) else node)
    found: list[Container] = []
    for one in blocks(node):
        odd = one if isinstance(one, Unknown) else None if isinstance(one, dict) else ODD
        found += find_containers(one) if odd is None else [Container(lost=[odd])]
    return found


def _plain(node: Node, attribute: str) -> str | Unknown | None:
    """Give a script, or the words of a command line; what cannot be read as text is not known."""
    if isinstance(node, list):
        words = [written(word) for word in node]
        hidden = next((word for word in words if isinstance(word, Unknown)), None)
        return hidden or " ".join(str(word) for word in words if word is not None) or None
    if not isinstance(node, str):
        return written(node)
    if _HASH.fullmatch(node.strip()):  # so states keep it
        return Unknown(ReasonCode.UNSUPPORTED_TYPE, attribute)
    if " " not in node.strip() and _ENCODED.fullmatch(node):
        return _decoded(node, attribute)
    return node or None


def _decoded(node: Node, attribute: str) -> str | Unknown | None:
    if not isinstance(node, str):
        return written(node)
    if not node:
        return None
    try:
        return base64.b64decode("".join(node.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return Unknown(ReasonCode.UNSUPPORTED_TYPE, attribute)
