"""The values an operator gives to a configuration: `*.tfvars`, `--var-file` and `--var`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from compliance_toolkit.errors import ConfigurationError, SourceError
from compliance_toolkit.models import JsonValue, Location, Problem
from compliance_toolkit.registry.strict_json import loads_strict
from compliance_toolkit.terraform.evaluate import evaluate, literal
from compliance_toolkit.terraform.expressions import Expression, Traversal
from compliance_toolkit.terraform.hcl_files import UnreadableError, read_file
from compliance_toolkit.terraform.hcl_numbers import parse_number
from compliance_toolkit.terraform.hcl_types import NoNames, is_text
from compliance_toolkit.terraform.hcl_values import Value, is_whole, object_of, text_of, tuple_of
from compliance_toolkit.terraform.syntax import Fault, parse, parse_expression

Values: TypeAlias = Mapping[str, Value]
PREFIX = "TF_VAR_"
"""How the name of a variable begins in the environment."""


class Given(msgspec.Struct, frozen=True):
    """What was given to the root module from outside."""

    values: dict[str, Value] = msgspec.field(default_factory=dict)
    """From files, later ones over earlier ones, and from callers who pass more than text."""

    environment: dict[str, str] = msgspec.field(default_factory=dict)
    """What `TF_VAR_…` says, below all files; read like text from the command line."""

    texts: dict[str, str] = msgspec.field(default_factory=dict)
    """From the command line, above all files; what they mean depends on the variable's type."""

    problems: list[Problem] = msgspec.field(default_factory=list)

    def get(self, name: str, type_: Expression | None) -> tuple[Value] | None:
        """Give what was given for a variable, in a tuple: it may be null.

        Raises:
            Fault: It was given as text that is no expression, and its type asks for one.
        """
        if name in self.texts:
            return (_read_text(self.texts[name], type_),)
        if name in self.values:
            return (self.values[name],)
        if name in self.environment:
            return (_read_text(self.environment[name], type_),)
        return None

    def is_by_environment(self, name: str) -> bool:
        """Whether it is the environment that decides a variable's value."""
        stated = name in self.texts or name in self.values
        return name in self.environment and not stated


def _read_text(text: str, type_: Expression | None) -> Value:
    return text_of(text) if is_text(type_) else _constant(parse_expression(text))


def read_given(  # noqa: PLR0913  each way to give a variable
    folder: Path | None,
    variables: Mapping[str, JsonValue],
    var_files: Sequence[Path],
    *,
    environment: Mapping[str, str],
    shown_as: str,
    root: Path,
) -> Given:
    """Collect what is given to a root module, in Terraform's order of precedence.

    Args:
        folder: Where `terraform.tfvars` and `*.auto.tfvars` are looked for; `None`: nowhere.
        variables: Name → value; text is read as Terraform reads `-var`.
        var_files: Further files, later ones first in rank.
        environment: Environment variables; of them, `TF_VAR_name` counts.
        shown_as: How to name the folder.
        root: Where files found in the folder must be, after all links.

    Returns:
        The values, and a problem for each file that could not be read.

    Raises:
        ConfigurationError: A file of `var_files` is missing.
    """
    given = Given()
    for name, value in environment.items():
        if name.startswith(PREFIX):
            given.environment[name.removeprefix(PREFIX)] = value
    for path in _automatic(folder):
        shown = path.name if shown_as in {"", "."} else f"{shown_as}/{path.name}"
        _read_into(given, path, shown, root)
    for path in var_files:
        if not path.exists():
            raise ConfigurationError(
                f"no variable file at `{path}`", hint="check the path given with `--var-file`"
            )
        _read_into(given, path, str(path), None)
    for name, stated in variables.items():
        if isinstance(stated, str):
            given.texts[name] = stated
        else:
            given.values[name] = plain(stated)
    return given


def plain(value: JsonValue) -> Value:
    """Make the value that a JSON document stands for."""
    match value:
        case Mapping():
            return object_of({name: plain(member) for name, member in value.items()})
        case bool() | str() | None:
            return literal(value)
        case int() | float():
            return literal(parse_number(repr(value)))
        case _:
            return tuple_of(plain(member) for member in value)


def _automatic(folder: Path | None) -> Iterable[Path]:
    if folder is None:
        return ()
    found = sorted(path for path in folder.iterdir() if ".tfvars" in path.suffixes)
    named = [p for p in found if p.name in {"terraform.tfvars", "terraform.tfvars.json"}]
    auto = [p for p in found if p.name.endswith((".auto.tfvars", ".auto.tfvars.json"))]
    return (*named, *auto)


def _read_into(given: Given, path: Path, shown: str, root: Path | None) -> None:
    try:
        content = read_file(path, root)
        read = _json if path.name.endswith(".json") else _hcl
        given.values.update(read(content, shown))
    except UnreadableError as error:
        given.problems.append(Problem(f"the variable file `{shown}` {error}"))
    except SourceError as error:
        given.problems.append(Problem(error.message, hint=error.hint))
    except Fault as fault:
        given.problems.append(
            Problem(
                f"{fault.reason} in a variable file",
                Location(shown, fault.line),
                "give each variable one constant value",
            )
        )


def _json(content: bytes, shown: str) -> Values:
    document = loads_strict(content, shown)
    if not isinstance(document, Mapping):
        raise Fault("no object of names and values", 1)
    return {name: plain(value) for name, value in document.items()}


def _hcl(content: bytes, _shown: str) -> Values:
    body = parse(content)
    for block in body.blocks:
        raise Fault(f"the block `{block.type}`", block.line)
    values = {}
    for attribute in body.attributes.values():
        try:
            values[attribute.name] = _constant(attribute.expression)
        except Fault as fault:
            raise Fault(fault.reason, attribute.line) from None
    return values


def _constant(expression: Expression) -> Value:
    value = evaluate(expression, NoNames())
    if not is_whole(value) or isinstance(expression, Traversal):
        raise Fault("a value that is no constant", 1)
    return value
