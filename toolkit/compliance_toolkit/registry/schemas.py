"""Finds the JSON Schemas, and says in words why one of them refuses a document.

Importing `jsonschema` takes a tenth of a second, so only a refused document pays for it: pydantic
decides, the schema explains, and a test holds the two equal.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.registry.wording import (
    asking,
    described,
    did_you_mean,
    listed,
    nearest,
    shown,
)

Step: TypeAlias = "str | int"

_KINDS = {"object": "a mapping", "array": "a list", "string": "text", "boolean": "true or false"}
_NUMBERS = {"integer": "a whole number", "number": "a number"}
_LIKE_A_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
_PACKAGE = Path(__file__).resolve().parents[1]
_UNKNOWN = "unknown key"
_MISSING = "the key `{}` is missing"
_PRIVATE = frozenset({"api_key", "url"})
"""Below these keys nothing that was found is ever shown."""


class Fault:
    """One thing that a schema refuses."""

    def __init__(self, path: tuple[Step, ...], what: str, hint: str | None = None) -> None:
        self.path = path
        self.what = what
        """To be read after the path, as in: "expected a list, found text"."""
        self.hint = hint


def schemas_root(package: Path = _PACKAGE) -> Path:
    """Find the folder of the schemas: in the wheel, or in the checkout beside `pyproject.toml`.

    Args:
        package: The folder of the package that wants them.

    Raises:
        PolicyError: It is in neither place.
    """
    packed = package / "_bundle" / "schemas"
    checkout = package.parents[1]
    if packed.is_dir():
        return packed
    if (checkout / "pyproject.toml").is_file() and (checkout / "schemas").is_dir():
        return checkout / "schemas"
    raise PolicyError(
        f"no schemas at `{packed}` or `{checkout / 'schemas'}`", hint="install the package again"
    )


@functools.cache
def schema(kind: str) -> JsonObject:
    """Read one schema.

    Args:
        kind: The document's kind: `project`, `tenant`, …

    Raises:
        PolicyError: It is missing or no JSON.
    """
    path = schemas_root() / f"{kind}.json"
    try:
        document: JsonObject = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PolicyError(
            f"the schema `{path}` cannot be read", hint="install the package again"
        ) from error
    return document


def faults(kind: str, document: JsonValue) -> list[Fault]:
    """Say everything that a schema refuses in a document; nothing where it accepts it."""
    found: dict[tuple[tuple[Step, ...], str], Fault] = {}
    validator = _validator(kind)
    errors = list(validator.iter_errors(document))
    for error in errors:
        for fault in _explained(error):
            found.setdefault((fault.path, fault.what), fault)
    for path, unknown, missing in _meant(validator, errors):
        # One slip of the pen is one mistake, and not that a key is unknown and another missing.
        found.pop((path, _MISSING.format(missing)), None)
        found[(*path, unknown), _UNKNOWN] = Fault((*path, unknown), _UNKNOWN, asking([missing]))
    return list(found.values())


def _meant(validator: Any, errors: Iterable[Any]) -> Iterator[tuple[tuple[Step, ...], str, str]]:
    """Pair each unknown key with the missing one that it is near, or whose value it has."""
    lacking = [(tuple(one.absolute_path), one) for one in errors if one.validator == "required"]
    for error in errors:
        if error.validator != "additionalProperties":
            continue
        known, path = error.schema["properties"], tuple(error.absolute_path)
        unknown = [key for key in error.instance if key not in known]
        missing = dict.fromkeys(
            key
            for at, one in lacking
            if at == path
            for key in one.validator_value
            if key in known and key not in error.instance
        )
        for key in missing:
            # A stranger to all keys may stand for what it could be the value of.
            fits = validator.evolve(schema=known[key]).is_valid
            near = {one: nearest(one, known) for one in unknown}
            meant = [one for one in unknown if key in near[one]]
            meant += [one for one in unknown if not near[one] and fits(error.instance[one])]
            if meant:
                unknown.remove(meant[0])
                yield path, meant[0], key


@functools.cache
def _validator(kind: str) -> Any:
    import jsonschema  # noqa: PLC0415  see above

    draft = jsonschema.Draft202012Validator
    checker = draft.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    strict = jsonschema.validators.extend(draft, {"pattern": _pattern}, type_checker=checker)
    return strict(schema(kind))


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    """Match as JSON Schema does: in Python alone `$` matches before a last line break too."""
    import jsonschema  # noqa: PLC0415  see above

    ends = re.sub(r"\$$", r"\\Z", pattern)
    if isinstance(instance, str) and not re.search(ends, instance):
        yield jsonschema.ValidationError("does not match")


def _explained(error: Any) -> Iterator[Fault]:
    path = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        name = error.instance
        yield Fault(
            (*path, name), f"expected {_expected(error)}, found {shown(name)}", _hint(error)
        )
        return
    explain = _WORDS.get(error.validator)
    if explain is None:
        found = _found(path, error.instance)
        if _quoted(error):
            found = f"the text {shown(json.dumps(error.instance))}"
        yield Fault(path, f"expected {_expected(error)}, found {found}", _hint(error))
        return
    yield from explain(path, error)


def _unknown_keys(path: tuple[Step, ...], error: Any) -> Iterator[Fault]:
    known = error.schema["properties"]
    for key in error.instance:
        if key not in known:
            hint = did_you_mean(key, known, otherwise=f"the keys here are {listed(known)}")
            yield Fault((*path, key), _UNKNOWN, hint)


def _missing_keys(path: tuple[Step, ...], error: Any) -> Iterator[Fault]:
    for key in error.validator_value:
        if key not in error.instance:
            about = error.schema["properties"].get(key, {}).get("description")
            yield Fault(path, _MISSING.format(key), about and f"add `{key}`: {about}")


def _not_listed(path: tuple[Step, ...], error: Any) -> Iterator[Fault]:
    allowed = list(dict.fromkeys(str(value) for value in error.validator_value))
    expected = f"one of {listed(allowed)}" if len(allowed) > 1 else listed(allowed)
    otherwise = f"write {expected}"
    hint = did_you_mean(str(error.instance), allowed, otherwise=otherwise)
    yield Fault(path, f"expected {expected}, found {_found(path, error.instance)}", hint)


def _too_few(path: tuple[Step, ...], error: Any) -> Iterator[Fault]:
    yield Fault(path, "expected at least one entry, found none", error.schema.get("description"))


def _no_key(path: tuple[Step, ...], error: Any) -> Iterator[Fault]:
    about = error.schema.get("description")
    yield Fault(path, "expected at least one key, found none", about and f"write {about}")


def _repeated(path: tuple[Step, ...], error: Any) -> Iterator[Fault]:
    twice = next(one for n, one in enumerate(error.instance) if one in error.instance[:n])
    yield Fault(path, f"{_found(path, twice)} is listed twice", "remove one of them")


def _not_exactly_one(path: tuple[Step, ...], error: Any) -> Iterator[Fault]:
    if not isinstance(error.instance, dict):  # told already, as another type than expected
        return
    keys = [branch["required"][0] for branch in error.validator_value]
    present = [key for key in keys if key in error.instance]
    found = listed(present) if present else "none"
    hint = "leave out all but one of them" if present else "write one of them"
    yield Fault(path, f"expected exactly one of the keys {listed(keys)}, found {found}", hint)


_WORDS: Mapping[str, Callable[[tuple[Step, ...], Any], Iterator[Fault]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "enum": _not_listed,
    "minItems": _too_few,
    "minProperties": _no_key,
    "uniqueItems": _repeated,
    "oneOf": _not_exactly_one,
}


def _expected(error: Any) -> str:
    about = error.schema.get("description")
    if about is not None:
        return str(about)
    kind = error.schema.get("type", "")
    words = {"minimum": "at least", "maximum": "at most"}
    if error.validator in words:
        return f"{words[error.validator]} {error.validator_value}"
    return _KINDS.get(kind) or _NUMBERS.get(kind) or f"what the schema calls `{error.validator}`"


def _hint(error: Any) -> str:
    if _quoted(error):
        return f"write `{error.instance}`, without quotes"
    examples = error.schema.get("examples", ())
    for one in examples:
        return f"write it as in {shown(one if isinstance(one, str) else json.dumps(one))}"
    return "correct what stands there"


def _quoted(error: Any) -> bool:
    """Whether a number, or whether something is true, was written as a text."""
    wanted = error.schema.get("type")
    text = error.instance if isinstance(error.instance, str) else ""
    if error.validator != "type" or not isinstance(wanted, str):  # one of several is no number
        return False
    if wanted == "boolean":
        return text in {"true", "false"}
    return wanted in _NUMBERS and _LIKE_A_NUMBER.fullmatch(text) is not None


def _found(path: tuple[Step, ...], value: Any) -> str:
    if value != "" and not isinstance(value, list | dict) and not _PRIVATE.isdisjoint(path):
        return "a value that is not shown here"
    return described(value)
