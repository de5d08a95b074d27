"""By which credentials a provider acts: two configurations may lead into two accounts."""

from __future__ import annotations

from collections.abc import Iterable

DEFAULT = "default"
"""The account of whoever runs Terraform: what a provider uses that is told of no credentials."""

_NO_CREDENTIALS = frozenset(
    (
        *("alias", "version", "region", "default_tags", "ignore_tags", "max_retries"),
        *("retry_mode", "token_bucket_rate_limiter_capacity", "http_proxy", "https_proxy"),
        *("no_proxy", "insecure", "s3_use_path_style", "s3_force_path_style", "custom_ca_bundle"),
        *("s3_us_east_1_regional_endpoint", "sts_region", "use_dualstack_endpoint"),
        *("use_fips_endpoint", "user_agent", "skip_credentials_validation"),
        *("skip_get_ec2_platforms", "skip_metadata_api_check", "skip_region_validation"),
        *("skip_requesting_account_id", "tag_policy_compliance", "ec2_metadata_service_endpoint"),
        *("ec2_metadata_service_endpoint_mode",),
    )
)
"""Arguments of the aws provider that say nothing of whose credentials it uses."""


def account_of(written: Iterable[str], name: str) -> str:
    """Name the account that a provider configuration leads into.

    Args:
        written: Names of what stands in its block.
        name: Of the configuration, which tells it from all others of one input.

    Returns:
        `DEFAULT`, or the name: nobody tells whether two that name credentials mean one account.
    """
    return DEFAULT if _NO_CREDENTIALS.issuperset(written) else name
