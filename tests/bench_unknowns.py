"""How much of real plans is not known, and why: what a better reading could win."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.models import Resource, Unknown

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "plans"


def unknowns() -> None:
    """Print the share of unknown facts over the corpus, with its reason codes."""
    files = sorted(CORPUS.glob("*.json"))
    if not files:
        print("\nno plans in `../shared/corpus/plans`: the share of unknown facts is left out")
        return
    attributes: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for file in files:
        for resource in read_input(str(file), ReadOptions()).resources:
            attributes.update(facts(resource))
            regions.update(place(resource))
    print(f"\n{f'unknown facts in {len(files)} real plans':44}   facts  unknown    share")
    _row("attributes", attributes)
    _row("regions", regions)
    for code, count in (attributes + regions).most_common():
        if code != KNOWN:
            print(f"  {code:42}{count:17,}")


KNOWN = "known"


def facts(resource: Resource) -> Iterator[str]:
    """For each attribute of a resource, `known` or why it is not."""
    lost = {pointer.split("/")[1]: why for pointer, why in resource.unknown.items() if pointer}
    yield from (why.code.value for why in lost.values())
    yield from (KNOWN for name in resource.values if name not in lost)
    if "" in resource.unknown:
        yield resource.unknown[""].code.value


def place(resource: Resource) -> Iterator[str]:
    """For the region of a resource, `known` or why it is not; nothing where it has none."""
    if resource.region is not None:
        yield resource.region.code.value if isinstance(resource.region, Unknown) else KNOWN


def _row(name: str, counted: Counter[str]) -> None:
    lost = counted.total() - counted[KNOWN]
    print(f"{name:44}{counted.total():8,}{lost:9,}{lost / max(counted.total(), 1):9.1%}")
