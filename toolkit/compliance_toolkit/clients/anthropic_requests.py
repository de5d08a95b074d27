"""What a request of the `anthropic` package may be: one of a few calls, for what was decided.

The SDK has some two hundred calls. Those below are known, and looked into; every other one is
refused, as files, skills, agents and sessions keep content where no decision has looked, and name
models of their own.

- Anthropic API: `POST /v1/messages` and each request of `POST /v1/messages/batches`, for the
  decided model and `inference_geo`; `POST /v1/messages/count_tokens` for the decided model where
  no geo is pinned: it carries the prompt, has no field for a geo, and Anthropic promises none for
  it. Without content: models and batches read, a batch cancelled or deleted. No call may choose
  another workspace.
- Vertex AI: `rawPredict` and `streamRawPredict` of the decided model, whose name is in the path,
  and the count of tokens for it.

The models of an advisor and of fallbacks count, too: content reaches them as well. What a message
uses beside is held to `permitted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from compliance_toolkit.clients.permitted import Permitted
from compliance_toolkit.errors import ResidencyError, SourceError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.registry.strict_json import loads_strict
from compliance_toolkit.registry.wording import shown
from compliance_toolkit.resolve.configs import AnthropicConfig, ClientConfig, VertexConfig

_ID = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
_BATCHES = "/v1/messages/batches"
_WITHOUT_CONTENT = re.compile(
    rf"GET /v1/models(/{_ID})?"
    rf"|GET {_BATCHES}(/{_ID}(/results)?)?"
    rf"|POST {_BATCHES}/{_ID}/cancel"
    rf"|DELETE {_BATCHES}/{_ID}"
)
_AS_DECIDED = (
    "make the call with `**decision.arguments(…)`, which names what was decided;"
    " for anything else resolve again"
)
_UNPINNED = frozenset({None, "global"})
_COUNTED = "count with `model=decision.config.model`; for anything else resolve again"
_READABLE = "send what `decision.arguments(…)` gives, as one JSON object with each key once"
_OTHER_CALL = (
    "send messages, with `**decision.arguments(…)`, batches of them or counts of their tokens;"
    " no decision covers another call"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it is about to leave."""

    method: str
    path: str
    """As it is sent, percent signs and all; without the query."""

    body: bytes | None
    """`None`: made while it is sent, so that nobody can read it before."""

    workspace: str | None
    """The workspace that a header asks for."""

    betas: str | None = None
    """What the header `anthropic-beta` says."""


def hold_to_api(asked: Asked, config: AnthropicConfig, permitted: Permitted) -> None:
    """Hold a request to the Anthropic API to the model, geo and workspace of its decision.

    Raises:
        ResidencyError: It asks for others, uses what is not permitted, cannot be read, or is no
            call of the module's list.
    """
    if asked.workspace not in {None, config.workspace}:
        raise _contradiction(config, "`anthropic-workspace-id`", asked.workspace, config.workspace)
    root = urlsplit(config.base_url).path.rstrip("/")
    below = asked.path.removeprefix(root) if asked.path.startswith(f"{root}/") else ""
    call = f"{asked.method} {below}"
    match call:
        case "POST /v1/messages":
            body = _object(asked, config)
            _hold(body, config.pinned(), config)
            permitted.hold_message(body, asked.betas)
        case "POST /v1/messages/batches":
            for index, params in enumerate(_batched(asked, config)):
                where = f"`requests[{index}]` "
                _hold(params, config.pinned(), config, where)
                permitted.hold_message(params, asked.betas, where)
            permitted.hold_call("batches")
        case "POST /v1/messages/count_tokens":
            if config.inference_geo not in _UNPINNED:
                raise ResidencyError(
                    f"tokens are counted without a geo, and `{config.deployment}` is pinned to "
                    f"`{config.inference_geo}`",
                    hint="read `usage` of a reply, or count with a deployment that pins nothing",
                )
            _count(asked, config, permitted)
        case _ if _WITHOUT_CONTENT.fullmatch(call) and asked.body == b"":
            return
        case _:
            raise ResidencyError(
                f"the call {shown(f'{asked.method} {asked.path}')} of `{config.deployment}` may"
                " carry content, and is none that was decided",
                hint=_OTHER_CALL,
            )


def hold_to_vertex(asked: Asked, config: VertexConfig, permitted: Permitted) -> None:
    """Hold a request to Vertex AI to the project, location and model of its decision.

    Raises:
        ResidencyError: It asks for others, uses what is not permitted, cannot be read, or is no
            call of the module's list.
    """
    root = urlsplit(config.base_url).path.rstrip("/")
    place = f"{root}/projects/{config.project}/locations/{config.location}/"
    models = f"{place}publishers/anthropic/models/"
    if asked.method != "POST" or not asked.path.startswith(models):
        raise ResidencyError(
            f"the call {shown(f'{asked.method} {asked.path}')} of `{config.deployment}` is not"
            f" for the decided `{models}{config.model}`",
            hint=_OTHER_CALL,
        )
    # The name is one segment of the path, which may say `%40` for `@`.
    call = unquote(asked.path.removeprefix(models))
    if call == "count-tokens:rawPredict":
        _count(asked, config, permitted)
    elif call in {f"{config.model}:rawPredict", f"{config.model}:streamRawPredict"}:
        body = _object(asked, config)
        _hold(body, {"model": None, "inference_geo": None}, config)
        permitted.hold_message(body, asked.betas)
    else:
        raise _contradiction(config, "the call", call, config.model)


def _count(asked: Asked, config: ClientConfig, permitted: Permitted) -> None:
    body = _object(asked, config)
    _hold(body, _counted(config), config, hint=_COUNTED)
    permitted.hold_message(body, asked.betas)
    permitted.hold_call("count_tokens")


def _counted(config: ClientConfig) -> Mapping[str, str | None]:
    """What a count of tokens names: it has no field for a geo."""
    return {"model": config.model, "inference_geo": None}


def _hold(
    body: JsonObject,
    pinned: Mapping[str, str | None],
    config: ClientConfig,
    where: str = "",
    *,
    hint: str = _AS_DECIDED,
) -> None:
    """Hold one message to what is pinned; `None`: it must be left out."""
    for name, decided in pinned.items():
        if decided is None and name in body:
            raise _contradiction(config, f"{where}`{name}`", body[name], None, hint=hint)
        if decided is not None and name not in body:
            raise ResidencyError(
                f"a request of `{config.deployment}` {where}leaves `{name}` out,"
                f" and the decision says {shown(decided)}",
                hint=hint,
            )
        if decided is not None and body[name] != decided:
            raise _contradiction(config, f"{where}`{name}`", body[name], decided, hint=hint)
    for name, model in _further_models(body):
        if model != config.model:
            raise _contradiction(config, f"{where}`{name}`", model, config.model, hint=hint)


def _further_models(body: JsonObject) -> Iterator[tuple[str, JsonValue]]:
    """The models that a message names beside its own, with where it does."""
    for name in ("tools", "fallbacks"):
        match body.get(name):
            case None:
                continue
            case [*entries]:
                for entry in entries:
                    if isinstance(entry, Mapping) and "model" in entry:
                        yield f"{name}.model", entry["model"]
            case other:  # `fallbacks` may be `default`: models that the provider chooses
                yield name, other


def _batched(asked: Asked, config: ClientConfig) -> Iterator[JsonObject]:
    """The messages of a batch."""
    match _object(asked, config).get("requests"):
        case [_, *_] as requests:
            for request in requests:
                match request:
                    case {"params": Mapping() as params}:
                        yield params
                    case _:
                        raise _unreadable(config)
        case _:
            raise _unreadable(config)


def _object(asked: Asked, config: ClientConfig) -> JsonObject:
    """The body of a request, which two readers cannot understand differently."""
    try:
        body = None if asked.body is None else loads_strict(asked.body, "body")
    except SourceError:  # it would say where, in a text that only the application knows
        body = None
    if not isinstance(body, Mapping):
        raise _unreadable(config)
    return body


def _unreadable(config: ClientConfig) -> ResidencyError:
    return ResidencyError(
        f"the body of a request of `{config.deployment}` cannot be read, so nobody knows what"
        f" it asks for; the decision says {shown(config.model)}",
        hint=_READABLE,
    )


def _contradiction(
    config: ClientConfig,
    what: str,
    asked: JsonValue,
    decided: str | None,
    *,
    hint: str = _AS_DECIDED,
) -> ResidencyError:
    says = "leaves it out" if decided is None else f"says {shown(decided)}"
    return ResidencyError(
        f"a request of `{config.deployment}` asks for {what} {_value(asked)},"
        f" and the decision {says}",
        hint=hint,
    )


def _value(asked: JsonValue) -> str:
    match asked:
        case str():
            return shown(asked)
        case None:
            return "null"
        case _:
            return "of another kind"
