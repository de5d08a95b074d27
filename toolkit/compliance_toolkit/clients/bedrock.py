"""Amazon Bedrock through boto3: region, address and signature explicit, retries in the region."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

import boto3.session
from botocore.config import Config
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    CredentialResolver,
    DeferredRefreshableCredentials,
)
from botocore.exceptions import BotoCoreError
from botocore.session import Session

from compliance_toolkit.clients.bedrock_requests import hold_to_bedrock
from compliance_toolkit.clients.endpoint import assert_endpoint
from compliance_toolkit.clients.permitted import Permitted
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.resolve.configs import BedrockConfig

_RUNTIME = "bedrock-runtime."
_CLOSED = Config(
    # `AWS_ENDPOINT_URL`, its kin, and `endpoint_url` of a profile
    ignore_configured_endpoint_urls=True,
    # Said here, `AWS_BEARER_TOKEN_BEDROCK` cannot speak for whatever account it belongs to.
    signature_version="v4",
    retries={"mode": "standard", "total_max_attempts": 3},
    read_timeout=600,  # a long answer takes minutes; boto3 would give up, and ask again, after one
)


class _RoleProvider:
    """Gives the credentials of one role, renewed before they expire, and asks nobody else."""

    METHOD = CANONICAL_NAME = "assume-role"

    def __init__(self, fetcher: AssumeRoleCredentialFetcher) -> None:
        self._fetcher = fetcher

    def load(self) -> DeferredRefreshableCredentials:
        """Credentials that are fetched when a request needs them."""
        return DeferredRefreshableCredentials(self._fetcher.fetch_credentials, self.METHOD)


def build(config: BedrockConfig, permitted: Permitted) -> Any:
    """Build boto3's `bedrock-runtime` client, for the one model id of the decision.

    From an EU host a `global.` model id leaves the EU, so the client refuses every other model id,
    and features that are not permitted: resolve again for those. With a role the account is the
    role's. Without one it is the account of AWS's own credential chain, which nothing can verify
    before a request.

    Raises:
        ConfigurationError: There are no credentials, or AWS's own configuration is wrong.
        ResidencyError: The client speaks to another host.
    """
    try:
        client = boto3.session.Session(botocore_session=_session(config)).client(
            "bedrock-runtime",
            region_name=config.region,
            endpoint_url=config.base_url,
            config=_CLOSED,
        )
    except BotoCoreError as error:
        raise ConfigurationError(
            f"boto3 builds no client for `{config.deployment}`: {' '.join(str(error).split())}",
            hint="correct the AWS profile or variable that it names",
        ) from error
    guard = partial(_guard, config=config, permitted=permitted)
    client.meta.events.register("before-send.bedrock-runtime", guard)
    assert_endpoint(client.meta.endpoint_url, config)
    return client


def _session(config: BedrockConfig) -> Session:
    """A session with the deployment's identity: the ambient one, or a role that it assumes."""
    ambient = Session()
    credentials = ambient.get_credentials()
    if credentials is None:
        raise ConfigurationError(
            f"there are no AWS credentials for `{config.deployment}`",
            hint=f"give the process an identity in the account `{config.account}`"
            if config.role_arn is None
            else f"give the process an identity that may assume `{config.role_arn}`",
        )
    if config.role_arn is None:
        return ambient
    fetcher = AssumeRoleCredentialFetcher(
        client_creator=partial(
            ambient.create_client,
            region_name=config.region,
            endpoint_url=_sts(config),
            config=_CLOSED,
        ),
        source_credentials=credentials,
        role_arn=config.role_arn,
        extra_args={"RoleSessionName": "compliance-toolkit"},
    )
    session = Session()
    session.register_component("credential_provider", CredentialResolver([_RoleProvider(fetcher)]))
    return session


def _sts(config: BedrockConfig) -> str:
    """The token service of the same region: a sibling of the runtime's host."""
    if not config.host.startswith(_RUNTIME):
        raise ConfigurationError(
            f"`{config.host}` has no token service beside it for the role of `{config.deployment}`",
            hint="leave `role_arn` out, and give the process the role's identity",
        )
    return f"https://sts.{config.host.removeprefix(_RUNTIME)}"


def _guard(request: Any, *, config: BedrockConfig, permitted: Permitted, **_: object) -> None:
    """Refuse what is about to be sent elsewhere, for another model id, or with other features."""
    assert_endpoint(request.url, config)
    hold_to_bedrock(urlsplit(request.url).path, request.body, config, permitted)
