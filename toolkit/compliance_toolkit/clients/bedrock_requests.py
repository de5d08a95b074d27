"""What a request to `bedrock-runtime` may be: for the decided model id, with permitted features."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import quote

from compliance_toolkit.clients.permitted import Permitted
from compliance_toolkit.errors import ResidencyError, SourceError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.registry.strict_json import loads_strict
from compliance_toolkit.registry.wording import shown
from compliance_toolkit.resolve.configs import BedrockConfig


def hold_to_bedrock(
    path: str, content: object, config: BedrockConfig, permitted: Permitted
) -> None:
    """Hold a request to the model id of its decision, and to what it may use.

    Args:
        path: As it is sent, percent signs and all.
        content: The body; one that is read while it is sent cannot be looked into.
        config: The decision's config.
        permitted: The features that requests may use.

    Raises:
        ResidencyError: It is for another model id, uses what is not permitted, cannot be read, or
            is another call.
    """
    below = f"/model/{quote(config.model, safe='-._~')}/"
    if not path.startswith(below):
        raise ResidencyError(
            f"a request of `{config.deployment}` is not for the decided model id `{config.model}`",
            hint="resolve again for another model",
        )
    call = path.removeprefix(below)
    match call:
        case "invoke" | "invoke-with-response-stream":
            permitted.hold_message(_object(content, config))
        case "converse" | "converse-stream":
            permitted.hold_converse(_object(content, config))
        case "count-tokens":
            _count(_object(content, config), config, permitted)
        case _:
            raise ResidencyError(
                f"the call {shown(call)} of `{config.deployment}` may carry content, and is none "
                "that was decided",
                hint="call `converse`, `invoke_model`, one of their streams, or `count_tokens`",
            )


def _count(body: JsonObject, config: BedrockConfig, permitted: Permitted) -> None:
    match body:
        case {"input": {"converse": Mapping() as counted, **rest}, **more} if not rest and not more:
            permitted.hold_converse(counted)
        case {"input": {"invokeModel": {"body": str(text)}, **rest}, **more} if (
            not rest and not more
        ):
            permitted.hold_message(_object(_decoded(text), config))
        case _:
            raise _unreadable(config)
    permitted.hold_call("count_tokens")


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _object(content: object, config: BedrockConfig) -> JsonObject:
    """The body of a request, which two readers cannot understand differently."""
    raw = content.encode() if isinstance(content, str) else content
    body: JsonValue = None
    if isinstance(raw, bytes | bytearray):
        try:
            body = loads_strict(bytes(raw), "body")
        except SourceError:  # it would say where, in a text that only the application knows
            body = None
    if not isinstance(body, Mapping):
        raise _unreadable(config)
    return body


def _unreadable(config: BedrockConfig) -> ResidencyError:
    return ResidencyError(
        f"the body of a request of `{config.deployment}` cannot be read, so nobody knows which "
        "features it uses",
        hint="send one JSON object with each key once, as text or bytes",
    )
