"""Which provider a module means by a name, and which configurations it inherits from above.

Terraform hands a default configuration down by the provider's source address: what two modules call
`aws` may be two providers, and one provider may have two names.
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance_toolkit.terraform.expressions import Fields, Literal
from compliance_toolkit.terraform.hcl_module import Module
from compliance_toolkit.terraform.syntax import Block

_REQUIRED = "required_providers"
_HOSTS = ("registry.terraform.io/", "registry.opentofu.org/")
_OFFICIAL = "hashicorp/"
_ELSEWHERE = "azure/"
_ODD = "?"
"""The source of a provider that is written in a form nobody can follow: none of the others."""


def note_sources(module: Module, settings: Block) -> None:
    """Enter the sources that a `terraform` block names, over those that are there already."""
    for inner in settings.body.blocks:
        for name, written in inner.body.attributes.items() if inner.type == _REQUIRED else ():
            match written.expression:
                case Fields(entries):
                    named = [value for key, value in entries if _key(key) == "source"]
                case Literal(str()):  # of old, a version
                    named = []
                case _:
                    module.sources[name] = _ODD
                    continue
            if named:
                source = getattr(named[0], "value", None)
                module.sources[name] = _plain(source) if isinstance(source, str) else _ODD


def _key(expression: object) -> object:
    return getattr(expression, "value", getattr(expression, "text", None))


def _plain(source: str) -> str:
    plain = source.strip().lower()
    for host in _HOSTS:
        plain = plain.removeprefix(host)
    return plain if "/" in plain else f"{_OFFICIAL}{plain}"


def names_in(child: Module, parent: Module, name: str) -> Iterator[str]:
    """Yield the names that a module has for a provider of the module that calls it.

    Args:
        child: The module that is called.
        parent: The one that calls it.
        name: What that one calls the provider.
    """
    source = _source(parent, name)
    if source == _ODD:
        return
    yield from (own for own, of in child.sources.items() if of == source)
    official = source.removeprefix(_OFFICIAL).removeprefix(_ELSEWHERE)
    if official not in child.sources and _source(child, official) == source:
        yield official


def _source(module: Module, name: str) -> str:
    """Give the source of a provider, which nobody need write of those of HashiCorp."""
    if name in module.sources:
        return module.sources[name]
    # There is no such one of HashiCorp's: who leaves it out in one module means it all the same.
    return f"{_ELSEWHERE if name == 'azapi' else _OFFICIAL}{name}"
