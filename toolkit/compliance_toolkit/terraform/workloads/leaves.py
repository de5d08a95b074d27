"""The texts in a resource's values, wherever they stand: in blocks, in JSON and YAML in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.workloads.charts import read_yaml_text
from compliance_toolkit.terraform.workloads.settings import LONGEST
from compliance_toolkit.terraform.workloads.trees import ODD, Node, decoded, parsed

QUIET = frozenset(
    (
        "annotations",
        "appversion",
        "assume_role_policy",
        "base_prompt_template",
        "comment",
        "content_security_policy",
        "dashboard_body",
        "description",
        "dimensions",
        "display_name",
        "displayname",
        "event_pattern",
        "filter_pattern",
        "generated_id",
        "guardrail_arn",
        "guardrail_configuration",
        "guardrail_identifier",
        "id",
        "inline_policy",
        "instruction",
        "labels",
        "name",
        "name_prefix",
        "policy",
        "policy_document",
        "self_link",
        "tags",
        "tags_all",
        "terraform_labels",
        "effective_labels",
        "effective_annotations",
        "title",
    )
)
"""Attributes that name or describe, and policies, which other checks judge: they call nobody."""

_COMMANDS = frozenset(("args", "arguments", "command", "commands", "entrypoint", "inline"))
_RUN = ("runcommand", "run_command")
_PLURAL_NAMES = frozenset(("name", "key"))
_TAG = re.compile(r"(?<=[\s\[:,-])!(?:[A-Z][A-Za-z]+|\w+)(?:\.\w+)?(?=\s)")
_YAML = re.compile(r"(?m)^\s*(?:- )?[\w\"'$./-]+:(?:\s|$)")
_MODEL = re.compile(r"(?i)(?:[\w:/.-]*[:/.])?anthropic\.claude-[\w.:-]+")
_DEEPEST = 60


class Leaf(msgspec.Struct, frozen=True):
    """One text, or why it is not known."""

    path: tuple[str, ...]
    """Names of the attributes and members around it; numbers are left out."""

    value: str | Unknown

    @property
    def shown(self) -> str:
        """How to name the place to people."""
        return ".".join(self.path)


class Offered(msgspec.Struct, frozen=True):
    """Claude, deployed in Foundry by a template of ARM."""

    path: tuple[str, ...]
    sku: str | Unknown | None


def leaves(node: Node, path: tuple[str, ...], depth: int = 0) -> Iterator[Leaf | Offered]:
    """Yield every text below a value that may be a call, or part of one.

    Statements of policies say what may be done, and do nothing: they are left out.
    """
    if depth > _DEEPEST:
        yield Leaf(path, ODD)
    elif isinstance(node, dict):
        yield from _members(node, path, depth)
    elif isinstance(node, list):
        yield from _elements(node, path, depth)
    elif isinstance(node, Unknown):
        yield Leaf(path, node)
    elif isinstance(node, str):
        yield from _text(node, path, depth)


def _members(node: dict[str, Node], path: tuple[str, ...], depth: int) -> Iterator[Leaf | Offered]:
    folded = {name.lower(): value for name, value in node.items()}
    if "effect" in folded and ("action" in folded or "notaction" in folded):
        return
    if (offered := _offered(folded, path)) is not None:
        yield offered
        return
    name = next((folded[one] for one in _PLURAL_NAMES if one in folded), None)
    if isinstance(name, str) and "value" in folded:
        yield from leaves(folded["value"], (*path, name), depth + 1)
        folded_rest = {key for key in folded if key not in {*_PLURAL_NAMES, "value"}}
    else:
        folded_rest = set(folded)
    for key, value in node.items():
        if key.lower() not in folded_rest or (key.lower() in QUIET and not _is_model(value)):
            continue
        if _MARKED.search(key):
            yield Leaf(path, key)
        yield from leaves(value, (*path, key), depth + 1)


_MARKED = re.compile(r"(?i)anthropic\.claude-|\.anthropic\.com")


def _is_model(value: Node) -> bool:
    """Whether a name is that of a model: what a block is called may be what it calls."""
    return isinstance(value, str) and _MODEL.fullmatch(value.strip()) is not None


def _offered(node: dict[str, Node], path: tuple[str, ...]) -> Offered | None:
    """Give a deployment of Claude that ARM makes; `None` for anything else."""
    inner = node.get("properties", node)
    model = _folded(inner).get("model")
    form = _folded(model).get("format")
    if not isinstance(form, str) or form.lower() != "anthropic":
        return None
    sku = node.get("sku")
    name = sku if isinstance(sku, str | Unknown) else _folded(sku).get("name")
    return Offered((*path, "sku"), name if isinstance(name, str | Unknown) else None)


def _folded(node: Node) -> dict[str, Node]:
    if isinstance(node, list) and len(node) == 1:
        node = node[0]
    return {name.lower(): value for name, value in node.items()} if isinstance(node, dict) else {}


def _elements(node: list[Node], path: tuple[str, ...], depth: int) -> Iterator[Leaf | Offered]:
    """Yield a list's texts, the words of a command line as one."""
    words = [one for one in node if isinstance(one, str)]
    last = path[-1].lower() if path else ""
    is_line = last in _COMMANDS or last in _RUN or any(one.startswith("-") for one in words)
    if words and len(words) == len(node) and is_line:
        yield Leaf(path, ("\n" if last in _RUN or last == "inline" else " ").join(words))
        return
    for one in node:
        yield from leaves(one, path, depth + 1)


def _text(text: str, path: tuple[str, ...], depth: int) -> Iterator[Leaf | Offered]:
    if len(text) > LONGEST:
        yield Leaf(path, Unknown(ReasonCode.UNSUPPORTED_TYPE, ".".join(path)))
        return
    inner = _structure(text)
    if inner is not None:
        yield from leaves(inner, path, depth + 1)
    elif (plain := decoded(text)) is not None:
        yield from leaves(plain, path, depth + 1)
    elif text:
        yield Leaf(path, text)


def _structure(text: str) -> Node:
    """Read a text that is JSON, or YAML of more than one line; `None` for any other."""
    start = text.lstrip()[:1]
    if start in {"{", "["}:
        found = parsed(text)
        if isinstance(found, dict | list):
            return found
    if "\n" in text.strip() and not text.startswith("#!") and _YAML.search(text):
        found = read_yaml_text(_TAG.sub("", text))
        if isinstance(found, dict | list):
            return found
    return None
