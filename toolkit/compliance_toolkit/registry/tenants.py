"""Tenants as the law holds them: what a name inherits down its path, and never loosens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.directory import Directory
from compliance_toolkit.registry.effective import EffectiveTenant, combined
from compliance_toolkit.registry.entries import Chain, Entry, Origin, above, origins
from compliance_toolkit.registry.exact import tenant_name
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.mistakes import Broken, place
from compliance_toolkit.registry.model import is_tenant_name
from compliance_toolkit.registry.unread import Doubts
from compliance_toolkit.registry.wording import asking, listed, printable, shown

__all__ = ["EffectiveTenant", "Entry", "Origin", "Tenants", "above"]

_FEW = 3
"""Names an operator is told of: nobody reads a list of all customers."""


class Tenants:
    """Tenants by name. Thread-safe: entries never change."""

    def __init__(  # noqa: PLR0913  what is known of tenants, and what is not
        self,
        entries: Mapping[str, Entry],
        law: KnownLaw,
        file: str = "compliance.yaml",
        *,
        broken: Mapping[str, Broken] | None = None,
        parents: Iterable[str] = (),
        doubts: Doubts | None = None,
    ) -> None:
        """Hold the tenants of one project, or of one family.

        Args:
            entries: All of them by name, each name above one's own included.
            law: What the codes mean.
            file: The project file, as an error names it.
            broken: Names that are written wrongly; neither they nor what is below them is answered.
            parents: Names that have tenants below them beside those in `entries`.
            doubts: What those say of themselves that could not be read.
        """
        self.doubts = doubts or Doubts()
        """What those say of themselves that could not be read."""

        self._entries = entries
        self._file = file
        self._law = law
        self._broken = broken or {}
        self._root = Chain()
        self._combined: dict[Chain, EffectiveTenant] = {}
        self._effective: dict[str, EffectiveTenant] = {}
        self._parents = {name.rpartition("/")[0] for name in entries}.union(parents)
        self._names = Directory(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def effective(self, name: str) -> EffectiveTenant:
        """Give what holds for a tenant, also for one that only its children may be named for.

        Raises:
            ConfigurationError: There is no such tenant; or it, or one above it, is broken or named
                where nothing could be read.
        """
        name = tenant_name(name)
        known = self._effective.get(name)
        if known is None:
            if broken := self.broken(name):
                raise broken
            if name not in self._entries:
                raise self.unknown(name)
            if doubtful := self._doubtful(name):
                raise doubtful
            known = self._effective[name] = self._of(name)
        return known

    def requested(self, name: str) -> EffectiveTenant:
        """Give what holds for a tenant that a request names.

        Raises:
            ConfigurationError: There is no such tenant; it, or one above it, is broken; or it has
                children, or may have some that could not be read, and does not say
                `requests: true`: a shortened name must not reach its wider law.
        """
        name = tenant_name(name)
        effective = self.effective(name)
        if self._entries[name].law.requests:
            return effective
        if self.is_parent(name):
            children = self._names.below(name)
            some = f"{listed(children[:_FEW])}{' …' if len(children) > _FEW else ''}"
            hint = "name one of them{}, or set `requests: true` on it"
            raise ConfigurationError(
                f"tenant {shown(name)} has tenants below it, and takes no requests itself",
                hint=hint.format(""),
                operator_hint=hint.format(f" ({some})" if children else ""),
            )
        if (unread := self.doubts.below(name)) is not None:
            raise ConfigurationError(
                f"tenant {shown(name)} may have tenants below it: {place(unread)}, which cannot "
                "be read, names one",
                hint="correct what stands there; or, if the tenant is to take requests whatever "
                "is below it, set `requests: true` on it",
            )
        return effective

    def sources(self, name: str) -> tuple[Origin, ...]:
        """Give every value that an entry on a tenant's path contributes, outermost entry first.

        Raises:
            ConfigurationError: There is no such tenant; or it, or one above it, is broken.
        """
        name = tenant_name(name)
        self.effective(name)
        path = (self._entries[one] for one in (*above(name), name))
        found = (origin for entry in path for origin in origins(entry))
        # Whether a parent takes requests is its own affair: nothing inherits it.
        return tuple(one for one in found if one.dimension != "requests" or one.tenant == name)

    def entry(self, name: str) -> Entry | None:
        """Give a tenant as it is written."""
        return self._entries.get(name)

    def is_parent(self, name: str) -> bool:
        """Tell whether tenants stand below a name."""
        return name in self._parents

    def unknown(self, name: str) -> ConfigurationError:
        """Make the error for a name that is no tenant."""
        near = self._names.near(name)
        where = f"check the tenants of `{printable(self._file)}`"
        told = f"{asking(near)} else {where}" if near else where
        what = f"unknown tenant {shown(name)}"
        if lines := self.doubts.lines:
            more = f" or {len(lines) - 1:,} more places" if len(lines) > 1 else ""
            what += f"; it may stand at {place(lines[0])}{more}, which cannot be read"
        return ConfigurationError(what, hint=where, operator_hint=told)

    def broken(self, name: str) -> ConfigurationError | None:
        """Make the error for a tenant that is broken, or stands below one that is."""
        if not self._broken:
            return None
        # A name that is none may be written too, and be broken for that; nothing is below it.
        for path in (*above(name), name) if is_tenant_name(name) else (name,):
            if one := self._broken.get(path):
                what = f"tenant {shown(name)}"
                if path != name:
                    what += f" stands below {shown(path)}, which"
                return ConfigurationError(
                    f"{what} is broken: {one.mistake.message}",
                    hint="correct what stands there",
                    operator_hint=one.mistake.hint,
                )
        return None

    def _doubtful(self, name: str) -> ConfigurationError | None:
        """Make the error for a tenant that something names which cannot be read, or one above."""
        for path in (*above(name), name) if self.doubts else ():
            if (unread := self.doubts.named(path)) is not None:
                what = f"tenant {shown(name)}"
                what += "" if path == name else f" stands below {shown(path)}, which"
                return ConfigurationError(
                    f"{what} may be defined a second time: {place(unread)}, which cannot be read, "
                    "names it",
                    hint="correct what stands there",
                )
        return None

    def _of(self, name: str) -> EffectiveTenant:
        chain = self._root
        for path in (*above(name), name):
            if entry := self._entries.get(path):
                chain = chain.then(entry.law)
        known = self._combined.get(chain)
        if known is None:
            known = self._combined[chain] = combined("", chain.laws(), self._law)
        return replace(known, name=name)
