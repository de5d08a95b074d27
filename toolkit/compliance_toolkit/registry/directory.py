"""Finds what somebody may have meant by a name that is no tenant, and tells of no other family."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from compliance_toolkit.registry.entries import above
from compliance_toolkit.registry.model import LONGEST_TENANT_NAME
from compliance_toolkit.registry.wording import SUGGESTIONS, nearest


class Directory:
    """The names of tenants as a tree. Thread-safe; built when first needed, by an error."""

    def __init__(self, names: Collection[str]) -> None:
        """Hold the names of all tenants."""
        self._names = names
        self._tree: Mapping[str, Mapping[str, None]] | None = None
        """Path → the next segments of the names below it; `""` is the top."""

        self._ends: Mapping[str, list[str]] | None = None
        """Last segment → the first few tenants so called."""

    def below(self, name: str) -> list[str]:
        """Give what stands directly below a name."""
        return [f"{name}/{segment}" for segment in self._grown().get(name, {})]

    def near(self, name: str) -> list[str]:
        """Give at most three tenants that may have been meant."""
        if len(name) > LONGEST_TENANT_NAME:
            return []  # nor is each of its parts looked up
        folded = name.casefold()
        return nearest(name, self._beside(folded)) or self._ending(folded)

    def _grown(self) -> Mapping[str, Mapping[str, None]]:
        if self._tree is None:
            tree: dict[str, dict[str, None]] = {}
            for name in self._names:
                parent = ""
                for path in (*above(name), name):
                    tree.setdefault(parent, {})[path.rpartition("/")[2]] = None
                    parent = path
            self._tree = tree
        return self._tree

    def _ending(self, segment: str) -> list[str]:
        """Give tenants whose names end in one that was given alone, without what is above it."""
        if not segment or "/" in segment:
            return []
        if self._ends is None:
            ends: dict[str, list[str]] = {}
            for name in self._names:
                few = ends.setdefault(name.rpartition("/")[2], [])
                if len(few) < SUGGESTIONS:
                    few.append(name)
            self._ends = ends
        known = self._ends
        found = [segment] if segment in known else nearest(segment, known)
        return [name for end in found for name in known[end]][:SUGGESTIONS]

    def _beside(self, name: str) -> Iterator[str]:
        """Give tenants beside the first part of a name that is not known: no other family's."""
        if name in self._names:
            yield name
        tree = self._grown()
        parent = ""
        for path in (*above(name), name):
            below = tree.get(parent, {})
            if path.rpartition("/")[2] not in below:
                break
            parent = path
        else:
            below = tree.get(name, {})
        rest = name[len(path) :]
        begin = f"{parent}/" if parent else ""
        for segment in below:
            for candidate in (f"{begin}{segment}{rest}", f"{begin}{segment}"):
                if candidate in self._names:
                    yield candidate
                    break
