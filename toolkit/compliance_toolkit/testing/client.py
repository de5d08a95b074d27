"""Clients that send nothing: they hold each call to its decision, as the real ones do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from compliance_toolkit.clients.anthropic_requests import Asked, hold_to_api, hold_to_vertex
from compliance_toolkit.clients.bedrock_requests import hold_to_bedrock
from compliance_toolkit.clients.endpoint import assert_endpoint
from compliance_toolkit.clients.permitted import Permitted
from compliance_toolkit.resolve.configs import (
    AnthropicConfig,
    BedrockConfig,
    ClientConfig,
    VertexConfig,
)

_BEDROCK = {
    "converse": "converse",
    "converse_stream": "converse-stream",
    "invoke_model": "invoke",
    "invoke_model_with_response_stream": "invoke-with-response-stream",
}
"""Calls of boto3's client, and the end of the path that each is sent to."""

_NOT_SENT = frozenset(("extra_body", "extra_headers", "extra_query", "timeout"))
"""Options of a call of the `anthropic` package that are no part of its body."""

_WORKSPACE = "anthropic-workspace-id"
_BETAS = "anthropic-beta"

_Headers = Mapping[str, tuple[str, ...]]
"""Names in lower case, and what is said under each spelling of them."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was as decided."""

    deployment: str
    host: str
    """Where it would have gone."""

    name: str
    """As the client calls it: `messages.create`, `converse`."""

    arguments: Mapping[str, Any]


Reply = Callable[[Call], object]
"""Makes what a call returns."""


class FakeClient(Protocol):
    """What every client of `FakeCompliance` has, beside the calls of the SDK's."""

    @property
    def calls(self) -> tuple[Call, ...]: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


def fake_client(
    config: AnthropicConfig | VertexConfig | BedrockConfig, permitted: Permitted, reply: Reply
) -> FakeClient:
    """The client of a decision's config, and of what its requests may use."""
    if isinstance(config, BedrockConfig):
        return _Bedrock(config, permitted, reply)
    return _Messages(config, permitted, reply)


class _Client:
    """Notes what was as decided; anything else raises `ResidencyError`."""

    def __init__(self, config: ClientConfig, permitted: Permitted, reply: Reply) -> None:
        self._config = config
        self._permitted = permitted
        self._reply = reply
        self._calls: list[Call] = []

    @property
    def calls(self) -> tuple[Call, ...]:
        """What was called so far."""
        return tuple(self._calls)

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _note(self, name: str, arguments: Mapping[str, Any]) -> object:
        call = Call(self._config.deployment, self._config.host, name, dict(arguments))
        self._calls.append(call)
        return self._reply(call)


class _Messages(_Client):
    """The calls of `anthropic.Anthropic` and `anthropic.AnthropicVertex` that carry messages."""

    def __init__(
        self, config: AnthropicConfig | VertexConfig, permitted: Permitted, reply: Reply
    ) -> None:
        super().__init__(config, permitted, reply)
        self._where = config
        self._headers: _Headers = {}
        self.base_url = config.base_url
        batches = SimpleNamespace(create=self._creating("messages.batches.create", "/batches"))
        self.messages = SimpleNamespace(
            create=self._creating("messages.create", ""),
            count_tokens=self._creating("messages.count_tokens", "/count_tokens"),
            batches=batches,
        )

    def copy(self, **options: Any) -> _Messages:
        """A copy, which notes its calls where this one does."""
        more, instead = options.get("default_headers"), options.get("set_default_headers")
        if more is not None and instead is not None:
            raise ValueError("give `default_headers` or `set_default_headers`, not both")
        copy = _Messages(self._where, self._permitted, self._reply)
        copy.base_url = str(options.get("base_url") or self.base_url)
        copy._headers = _over(self._headers if instead is None else {}, more or instead)
        copy._calls = self._calls
        return copy

    with_options = copy

    def _creating(self, name: str, below: str) -> Callable[..., object]:
        def create(**arguments: Any) -> object:
            assert_endpoint(str(self.base_url), self._config)
            self._hold(below, arguments)
            return self._note(name, arguments)

        return create

    def _hold(self, below: str, arguments: Mapping[str, Any]) -> None:
        body = {name: value for name, value in arguments.items() if name not in _NOT_SENT}
        body |= arguments.get("extra_body") or {}
        headers = _over(self._headers, arguments.get("extra_headers"))
        # Which of two spellings is sent is for the SDK to say: neither may name another.
        workspace = ", ".join(dict.fromkeys(headers.get(_WORKSPACE, ()))) or None
        betas = ",".join(headers.get(_BETAS, ())) or None
        root = urlsplit(self._config.base_url).path.rstrip("/")
        if isinstance(self._where, AnthropicConfig):
            asked = _asked(f"{root}/v1/messages{below}", body, workspace, betas)
            hold_to_api(asked, self._where, self._permitted)
            return
        # Its SDK writes the model into the path, except where tokens are counted.
        model = "count-tokens" if below == "/count_tokens" else body.pop("model", "")
        place = f"projects/{self._where.project}/locations/{self._where.location}"
        path = f"{root}/{place}/publishers/anthropic/models/{model}:rawPredict"
        hold_to_vertex(_asked(path, body, workspace, betas), self._where, self._permitted)


class _Bedrock(_Client):
    """The calls of boto3's `bedrock-runtime`."""

    def __init__(self, config: BedrockConfig, permitted: Permitted, reply: Reply) -> None:
        super().__init__(config, permitted, reply)
        self._where = config
        self.meta = SimpleNamespace(endpoint_url=config.base_url, region_name=config.region)
        for name in _BEDROCK:
            setattr(self, name, self._calling(name))

    def _calling(self, name: str) -> Callable[..., object]:
        def call(**arguments: Any) -> object:
            assert_endpoint(str(self.meta.endpoint_url), self._config)
            body = {key: value for key, value in arguments.items() if key != "modelId"}
            model = quote(str(arguments.get("modelId")), safe="-._~")
            hold_to_bedrock(
                f"/model/{model}/{_BEDROCK[name]}",
                json.dumps(body, default=repr) if "converse" in name else body.get("body"),
                self._where,
                self._permitted,
            )
            return self._note(name, arguments)

        return call


def _over(below: _Headers, given: Mapping[str, object] | None) -> _Headers:
    """Lay headers over others; what the SDK's `Omit` takes away may still be sent, so it stays."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in (given or {}).items():
        if type(value).__name__ != "Omit":
            found[name.lower()] = (*found.get(name.lower(), ()), str(value))
    return {**below, **found}


def _asked(path: str, body: Mapping[str, Any], workspace: str | None, betas: str | None) -> Asked:
    return Asked("POST", path, json.dumps(body, default=repr).encode(), workspace, betas)


def canned(call: Call) -> object:
    """An empty answer of the shape that each call has."""
    match call.name:
        case "messages.create":
            return SimpleNamespace(
                id="msg_fake",
                type="message",
                role="assistant",
                model=call.arguments.get("model"),
                content=[SimpleNamespace(type="text", text="")],
                stop_reason="end_turn",
                usage=SimpleNamespace(input_tokens=0, output_tokens=0),
            )
        case "messages.count_tokens":
            return SimpleNamespace(input_tokens=0)
        case "messages.batches.create":
            return SimpleNamespace(id="msgbatch_fake", processing_status="ended")
        case "converse":
            message = {"role": "assistant", "content": [{"text": ""}]}
            usage = {"inputTokens": 0, "outputTokens": 0, "totalTokens": 0}
            return {"output": {"message": message}, "stopReason": "end_turn", "usage": usage}
        case _:
            return {}
