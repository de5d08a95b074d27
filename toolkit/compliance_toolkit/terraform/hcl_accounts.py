"""Which account the provider of a resource in a source leads into."""

from __future__ import annotations

from compliance_toolkit.terraform.credentials import DEFAULT, account_of
from compliance_toolkit.terraform.hcl_calls import provider_key
from compliance_toolkit.terraform.hcl_instances import ModuleInstance
from compliance_toolkit.terraform.syntax import Block


def provider_account(instance: ModuleInstance, block: Block) -> str | None:
    """Name the account of a resource's provider; `None` for a cloud that has other ones.

    Args:
        instance: The module instance that the resource is in.
        block: The resource.
    """
    own = block.labels[0].partition("_")[0]
    if own not in {"aws", "awscc"}:
        return None
    written = block.body.attributes.get("provider")
    key = own if written is None else provider_key(written.expression)
    if key is None:
        return f"{instance.prefix}{block.labels[0]}.{block.labels[1]}.provider"
    configured = instance.providers.get(key)
    if configured is None:  # nobody configures it here, or the one that is handed down
        handed = "." in key or key in instance.providers
        return f"{instance.prefix}{key}" if handed else DEFAULT
    frame, declared = configured
    body = declared.block.body
    names = {*body.attributes, *(one.type for one in body.blocks)}
    return account_of(names, f"{getattr(frame.module, 'prefix', '')}{_shown(declared.block)}")


def _shown(provider: Block) -> str:
    """Name a configuration as resources do: `aws.eu`."""
    alias = provider.body.attributes.get("alias")
    value = getattr(alias.expression, "value", None) if alias is not None else None
    name = provider.labels[0]
    return name if alias is None else f"{name}.{value}"
