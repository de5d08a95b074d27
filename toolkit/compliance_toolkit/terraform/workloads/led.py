"""What settings come to: routes, and what of them is not known."""

from __future__ import annotations

import msgspec

from compliance_toolkit.models import JsonValue, Unknown
from compliance_toolkit.terraform.workloads.atlas import UNSPECIFIED


class Led(msgspec.Struct, frozen=True):
    """One route that a setting leads to."""

    name: str
    provider: str
    scope: str
    source: str | None
    destinations: tuple[str, ...] | None
    """`None` where nobody specifies them."""

    def fact(self) -> dict[str, JsonValue]:
        """Give the route as facts write it."""
        return {
            "name": self.name,
            "provider": self.provider,
            "scope": self.scope,
            "source": self.source,
            "destinations": UNSPECIFIED if self.destinations is None else list(self.destinations),
        }


class Derived(msgspec.Struct):
    """What the settings of one program, or of several, come to."""

    routes: dict[Led, None] = {}
    unknown: dict[tuple[str, Unknown], None] = {}
    """Settings that may lead anywhere, or further than is known, and why."""

    def miss(self, name: str, why: Unknown) -> None:
        """Note a setting that is not known to the end."""
        self.unknown[name, why] = None
