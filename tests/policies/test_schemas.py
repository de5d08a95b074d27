"""Each schema refuses what it must, and every data file of the law is held to one.

`schema_cases.json` brings, for each schema, one document it takes and changes of one place that it
must refuse. Misspelled keys, missing keys and wrong types are tried at every place besides. That
the cases leave nothing out is a test of its own: take any one constraint out of the schema, and
one of these documents passes.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

ROOT = Path(__file__).resolve().parents[2]
CASES: dict[str, Any] = json.loads(Path(__file__).with_name("schema_cases.json").read_text())
KINDS = {
    "jurisdiction": "jurisdictions/*",
    "regime": "regimes/*",
    "regions": "regions/*",
    "route": "routes/*",
    "models": "models",
    "features": "features",
    "data_classes": "data_classes",
    "terms": "terms",
    "resources": "resources",
    "evidence": "evidence",
    "catalog": "catalog",
}
"""Schema → folder of the data files that it describes."""

LAW = ROOT / "policies" / "compliance"
FILES = [
    (kind, file)
    for kind, folder in KINDS.items()
    for file in sorted(LAW.glob(f"{folder}/data.json"))
]
WRONG: tuple[Any, ...] = ([[]], 0.5)
"""Values that stand nowhere in any document."""

REFUSED = [
    pytest.param(name, change["at"], change["put"], id=f"{name}-{change['at']}-{change['put']!r}")
    for name, case in CASES.items()
    for change in case["refused"]
]
VALUES = {"type", "enum", "const", "pattern", "minLength", "maxLength", "minimum"} | {
    "minItems",
    "uniqueItems",
    "minProperties",
    "oneOf",
    "anyOf",
}
"""Keywords that are one constraint as they stand."""


@pytest.fixture(scope="module")
def validators(schemas) -> dict[str, Draft202012Validator]:
    return {kind: Draft202012Validator(schema) for kind, schema in schemas.items()}


def test_every_schema_is_valid_and_refers_only_to_itself(schemas):
    assert len(schemas) >= 11
    for kind, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"].endswith("2020-12/schema"), kind
        assert schema["title"], kind
        assert schema["description"], kind
        assert "$id" not in schema, kind
        assert all(ref.startswith("#/$defs/") for ref in _refs(schema)), kind


def test_every_data_file_is_held_to_exactly_one_schema():
    held = [file for _, file in FILES]
    assert sorted(held) == sorted(LAW.rglob("*.json"))
    assert len(held) >= 16 + 11 + 4 + 6 + 1 + 1


@pytest.mark.parametrize(("kind", "file"), FILES, ids=[str(f.relative_to(LAW)) for _, f in FILES])
def test_every_data_file_is_what_its_schema_says(kind, file, validators):
    assert [error.message for error in validators[kind].iter_errors(_read(file))] == []


@pytest.mark.parametrize("name", CASES)
def test_the_document_that_cases_start_from_is_accepted(name, validators):
    assert [error.message for error in _validator(name, validators).iter_errors(_base(name))] == []


@pytest.mark.parametrize(("name", "at", "put"), REFUSED)
def test_one_wrong_value_is_refused(name, at, put, validators):
    assert not _validator(name, validators).is_valid(_put(_base(name), at, put))


@pytest.mark.parametrize("name", CASES)
def test_a_misspelled_key_is_refused_in_every_object(name, validators):
    valid = _validator(name, validators).is_valid
    assert (places := _closed_objects(name))
    assert [at for at in places if valid(_put(_base(name), f"{at}/misspeled", WRONG[0]))] == []


@pytest.mark.parametrize("name", CASES)
def test_a_missing_key_is_refused_unless_it_is_optional(name, validators):
    valid = _validator(name, validators).is_valid
    assert (places := _required_keys(name))
    assert [at for at in places if valid(_without(_base(name), at))] == []


@pytest.mark.parametrize("name", CASES)
def test_a_value_of_another_type_is_refused_everywhere(name, validators):
    valid = _validator(name, validators).is_valid
    places = [(at, wrong) for at, _ in _places(name) for wrong in WRONG]
    assert [place for place in places if valid(_put(_base(name), *place))] == []


@pytest.mark.parametrize("kind", sorted({case.get("schema", n) for n, case in CASES.items()}))
def test_every_constraint_has_a_document_that_only_it_refuses(kind, schemas):
    names = [name for name, case in CASES.items() if case.get("schema", name) == kind]
    constraints = list(_constraints(schemas[kind], ()))
    assert len(constraints) > (4 if kind == "evidence" else 10)  # words and phrases, no more
    idle = _idle(schemas[kind], constraints, [x for name in names for x in _refused(name)])
    assert ["/".join(map(str, constraint)) for constraint in idle] == []


def test_the_guard_of_constraints_sees_one_that_no_document_needs(schemas):
    schema = copy.deepcopy(schemas["models"])
    schema["$defs"]["model"]["properties"]["note"]["maxLength"] = 1_000_000
    constraint = ("$defs", "model", "properties", "note", "maxLength")
    assert constraint in set(_constraints(schema, ()))
    assert _idle(schema, [constraint], list(_refused("models"))) == [constraint]


def _validator(name: str, validators: dict[str, Draft202012Validator]) -> Draft202012Validator:
    return validators[CASES[name].get("schema", name)]


def _base(name: str) -> Any:
    return copy.deepcopy(CASES[name]["base"])


def _read(file: Path) -> Any:
    return json.loads(file.read_text())


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


def _refused(name: str) -> Iterator[Any]:
    """Every document that the tests above have refused."""
    for change in CASES[name]["refused"]:
        yield _put(_base(name), change["at"], change["put"])
    for at, _ in _places(name):
        yield from (_put(_base(name), at, wrong) for wrong in WRONG)
    for at in _closed_objects(name):
        yield _put(_base(name), f"{at}/misspeled", WRONG[0])
    for at in _required_keys(name):
        yield _without(_base(name), at)


def _places(name: str) -> list[tuple[str, Any]]:
    """Pointer and value of every place that the schema describes, the whole document first."""

    def walk(value: Any, at: str) -> Iterator[tuple[str, Any]]:
        yield at, value
        if at in CASES[name]["opaque"]:
            return
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from walk(inner, f"{at}/{key.replace('/', '~1')}")
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from walk(inner, f"{at}/{index}")

    return list(walk(_base(name), ""))


def _closed_objects(name: str) -> list[str]:
    opaque = CASES[name]["opaque"]
    return [at for at, value in _places(name) if isinstance(value, dict) and at not in opaque]


def _required_keys(name: str) -> list[str]:
    """Pointers of the keys that the cases do not call optional."""

    def optional(at: str) -> bool:
        return any(at == x or (x[0] == "*" and at.endswith(x[1:])) for x in CASES[name]["optional"])

    keys = [
        f"{at}/{k.replace('/', '~1')}" for at in _closed_objects(name) for k in _at(_base(name), at)
    ]
    return [at for at in keys if not optional(at)]


def _steps(at: str) -> list[str]:
    return [step.replace("~1", "/") for step in at.split("/")[1:]]


def _at(document: Any, at: str) -> Any:
    for step in _steps(at):
        document = document[int(step) if isinstance(document, list) else step]
    return document


def _put(document: Any, at: str, value: Any) -> Any:
    if not at:
        return value
    parent, step = _at(document, at.rpartition("/")[0]), _steps(at)[-1]
    parent[int(step) if isinstance(parent, list) else step] = value
    return document


def _without(document: Any, at: str) -> Any:
    del _at(document, at.rpartition("/")[0])[_steps(at)[-1]]
    return document


def _constraints(schema: Any, at: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Where a schema forbids something; what stands in an `if` only asks."""
    if schema is False:
        yield at
    for key, value in schema.items() if isinstance(schema, dict) else ():
        here = (*at, key)
        if key in VALUES:
            yield here
        if key == "required":
            yield from ((*here, index) for index in range(len(value)))
        for step, inner in _below(key, value):
            yield from _constraints(inner, (*here, *step))


def _below(key: str, value: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The schemas right below a keyword, each with its steps from there."""
    if key in {"properties", "$defs"}:
        yield from (((name,), inner) for name, inner in value.items())
    if key in {"oneOf", "anyOf", "allOf"}:
        yield from (((index,), inner) for index, inner in enumerate(value))
    if key in {"items", "additionalProperties", "propertyNames", "then", "else"}:
        yield (), value


def _relaxed(schema: Any, constraint: tuple[Any, ...]) -> Draft202012Validator:
    relaxed = copy.deepcopy(schema)
    *path, last = constraint
    parent = relaxed
    for step in path:
        parent = parent[step]
    if parent[last] is False:
        parent[last] = True
    else:
        del parent[last]
    return Draft202012Validator(relaxed)


def _idle(schema: Any, constraints: list[tuple[Any, ...]], refused: list[Any]) -> list[Any]:
    """The constraints without which everything is refused just the same."""
    whole = Draft202012Validator(schema)
    keywords = [_keywords(whole.iter_errors(document)) for document in refused]
    return [
        constraint
        for constraint in constraints
        if not any(
            _relaxed(schema, constraint).is_valid(document)
            for document, said in zip(refused, keywords, strict=True)
            if said & {*constraint, None}
        )
    ]


def _keywords(errors: Iterable[ValidationError]) -> set[Any]:
    return {x for error in errors for x in (error.validator, *_keywords(error.context))}
