"""Workspaces of an Anthropic organisation, as the Admin API lists them.

The answer of `GET /v1/organizations/workspaces?include_default=true` is saved and read here: one
page, or a list of pages in their order. What the API always says and a snapshot lacks is a problem
and no default: somebody wrote the file by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import (
    AuditInput,
    JsonObject,
    JsonValue,
    Place,
    Problem,
    ReasonCode,
    Resource,
    Unknown,
)
from compliance_toolkit.registry.strict_json import loads_strict

KIND = "workspaces"
TYPE = "anthropic_workspace"
DEFAULT_ADDRESS = "default workspace"
"""Stands for the workspace that every organisation has, where the list leaves it out."""

_AGAIN = "save the answer of GET /v1/organizations/workspaces?include_default=true as it is"
_NO_DEFAULT = Unknown(ReasonCode.DATA_SOURCE, "include_default=true")
_GEOS = "allowed_inference_geos"
_FIELDS = ("workspace_geo", _GEOS, "default_inference_geo")


def read_snapshot(raw: bytes, *, shown_as: str) -> AuditInput:
    """Read a saved list of workspaces.

    Args:
        raw: The JSON of one page, or of a list of pages.
        shown_as: How to name the snapshot in messages and in the report.

    Returns:
        Every workspace, archived ones too (`archived_at` is not null), and one more, of which
        nothing is known, where the default workspace is not among them. A problem says that pages
        or entries are missing, or that a workspace does not say what the API always says.

    Raises:
        SourceError: This is no strict JSON or no list of workspaces.
    """
    pages = _pages(loads_strict(raw, shown_as), shown_as)
    items = [
        _workspace(item, index, shown_as) for index, item in enumerate(_items(pages, shown_as))
    ]
    resources = [resource for resource, _ in items]
    problems = [problem for _, found in items for problem in found]
    problems += _incomplete(pages, shown_as)
    for address, times in Counter(resource.address for resource in resources).items():
        if times > 1:
            problems.append(Problem(f"`{shown_as}` lists `{address}` {times} times", hint=_AGAIN))
    if not any(_is_default(resource) for resource in resources):
        resources.append(_unseen_default())
    return AuditInput(
        path=shown_as, kind=KIND, resources=tuple(resources), problems=tuple(problems)
    )


def _pages(document: JsonValue, shown_as: str) -> Sequence[JsonObject]:
    pages = document if isinstance(document, list) else [document]
    typed = [page for page in pages if isinstance(page, Mapping) and _is_list(page.get("data"))]
    if not pages or len(typed) != len(pages):
        raise SourceError(
            f"`{shown_as}` is no list of workspaces, expected an object with the list `data`",
            hint=_AGAIN,
        )
    return typed


def _is_list(value: JsonValue) -> bool:
    return isinstance(value, list)


def _items(pages: Sequence[JsonObject], shown_as: str) -> Iterator[JsonObject]:
    number = 0
    for page in pages:
        listed = page["data"]
        for item in listed if isinstance(listed, list) else ():
            number += 1
            if (
                not isinstance(item, Mapping)
                or item.get("type") != "workspace"
                or not isinstance(item.get("id"), str)
                or not item["id"]
            ):
                raise SourceError(
                    f"`{shown_as}` lists something that is no workspace with an id, as entry "
                    f"{number}",
                    hint=_AGAIN,
                )
            yield item


def _incomplete(pages: Sequence[JsonObject], shown_as: str) -> Iterator[Problem]:
    for number, page in enumerate(pages, start=1):
        if not _ends_where_it_says(page):
            yield Problem(
                f"`{shown_as}` lists others in page {number} than its `first_id` and `last_id` say",
                hint=_AGAIN,
            )
    *earlier, last = (page.get("has_more") for page in pages)
    if any(more is not True for more in earlier):
        yield Problem(
            f"`{shown_as}` goes on after a page that says it is not followed by one", hint=_AGAIN
        )
    if last is True:
        yield Problem(
            f"`{shown_as}` is not the whole list, `has_more` is true",
            hint="save all pages, as a JSON list, or ask for 1000 at once with `limit=1000`",
        )
    elif last is not False:
        yield Problem(
            f"`{shown_as}` does not say whether it is the whole list, `has_more` is missing",
            hint=_AGAIN,
        )


def _ends_where_it_says(page: JsonObject) -> bool:
    """Whether a page is what the API gave: who takes entries out leaves the ids of its ends."""
    items = page["data"] if isinstance(page["data"], list) else []
    ids = [item.get("id") for item in items if isinstance(item, Mapping)]
    ends = {"first_id": ids[0] if ids else None, "last_id": ids[-1] if ids else None}
    return all(page.get(name, end) == end for name, end in ends.items())


def _is_default(workspace: Resource) -> bool:
    """Whether this may be the workspace that every organisation has, and can never archive."""
    values = workspace.values
    return values.get("name") == "Default" and values.get("archived_at", "") is None


def _workspace(item: JsonObject, index: int, shown_as: str) -> tuple[Resource, tuple[Problem, ...]]:
    residency, lost = _residency(item.get("data_residency"))
    values = {**item, "data_residency": residency}
    unknown = {f"/data_residency/{field}": reason for field, reason in lost.items()}
    for field, fits in (("name", _is_text), ("archived_at", _is_text_or_null)):
        if field not in item or not fits(item[field]):
            values.pop(field, None)
            unknown[f"/{field}"] = Unknown(ReasonCode.UNSUPPORTED_TYPE, field)
    geo = residency.get("workspace_geo")
    resource = Resource(
        address=str(item["id"]),
        type=TYPE,
        provider="anthropic",
        region=geo if isinstance(geo, str) else lost["workspace_geo"],
        values=values,
        unknown=unknown,
        regions=(Place(geo, "home"),) if isinstance(geo, str) else (),
        set_values=True,
    )
    problems = tuple(
        Problem(
            f"`{shown_as}` has no `{pointer[1:].replace('/', '.')}` of the kind that the API "
            f"gives, in entry {index + 1}",
            hint=_AGAIN,
        )
        for pointer in unknown
    )
    return resource, problems


def _residency(given: JsonValue) -> tuple[dict[str, JsonValue], dict[str, Unknown]]:
    """Split what a workspace says of residency into what is known, and why the rest is not."""
    stated = given if isinstance(given, Mapping) else {}
    known: dict[str, JsonValue] = {}
    for field in _FIELDS:
        match field, stated.get(field):
            case "allowed_inference_geos", "unrestricted":
                known[field] = "unrestricted"
            case "allowed_inference_geos", [_, *_] as geos if all(map(_is_text, geos)):
                known[field] = sorted({str(geo) for geo in geos})
            case "workspace_geo" | "default_inference_geo", str() as geo if geo:
                known[field] = geo
    lost = {
        field: Unknown(ReasonCode.UNSUPPORTED_TYPE, f"data_residency.{field}")
        for field in _FIELDS
        if field not in known
    }
    return known, lost


def _is_text(value: JsonValue) -> bool:
    return isinstance(value, str) and bool(value)


def _is_text_or_null(value: JsonValue) -> bool:
    return value is None or _is_text(value)


def _unseen_default() -> Resource:
    return Resource(
        address=DEFAULT_ADDRESS,
        type=TYPE,
        provider="anthropic",
        region=_NO_DEFAULT,
        values={},
        unknown={"": _NO_DEFAULT},
        set_values=True,
    )
