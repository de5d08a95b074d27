"""What tells one question from another, told before its input is made: most are alike."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from typing import TypeAlias

import msgspec

from compliance_toolkit.audit.questions import lost_of
from compliance_toolkit.audit.related import Neighbourhood
from compliance_toolkit.models import Resource
from compliance_toolkit.policy.catalog import Check, Relation

Packed: TypeAlias = bytes | str
"""A value written so that two which differ in anything that JSON can tell are written differently.

As bytes it is MessagePack, which keeps apart what Python holds for equal (1, 1.0 and true) and what
JSON does (NaN and null), and in which each value says where it ends, so that several in a row are
as distinct as each of them. Its texts stand in it as they are. What it cannot write, such as huge
integers and halves of surrogate pairs, is JSON text: never equal to bytes.
"""

_encode = msgspec.msgpack.Encoder().encode
_TEXT = json.JSONEncoder(default=msgspec.structs.asdict)


def packed(value: object) -> Packed:
    """Write a value so that no other value is written like it."""
    try:
        return _encode(value)
    except (TypeError, OverflowError, UnicodeEncodeError):
        return _TEXT.encode(value)


def facts_of(resource: Resource, reads: Check | Relation) -> Packed:
    """All that `describe` makes the facts of a resource from, under the data of one audit.

    What the data says a provider computes hangs on the type, which is among it.
    """
    values = resource.values
    return packed(
        (
            resource.type,
            resource.provider,
            resource.region,
            resource.regions,
            {name: values[name] for name in reads.attributes if name in values},
            lost_of(resource, reads) if resource.unknown else None,
        )
    )


def alike(
    resource: Resource, check: Check, neighbourhood: Neighbourhood, laws: Packed
) -> tuple[Hashable, tuple[str, ...]]:
    """Tell what the `resource` part of a question hangs on.

    Args:
        resource: What is asked about.
        check: Who asks.
        neighbourhood: The resources of the input.
        laws: All that the question may say beside.

    Returns:
        A key with numbers in place of the neighbours' names, and those names. Names that stand
        elsewhere in the question too are part of the key, for the check can compare them.
    """
    own = facts_of(resource, check)
    if not check.related:
        return own, ()
    numbers: dict[str, int] = {}
    key: list[Hashable] = [own]
    told: list[Packed] = [laws, own]
    for relation in check.related.values():
        found = neighbourhood.of(resource, relation)
        if not found:  # nobody, or not known who
            key.append(found)
            continue
        facts = [facts_of(other, relation) for other in found]
        told += facts
        key += facts
        key.append(tuple(numbers.setdefault(x.address, len(numbers)) for x in found))
    names = tuple(numbers)
    if names and _is_told(names, told):
        key.append(names)
    return tuple(key), names


def _is_told(names: Sequence[str], told: Sequence[Packed]) -> bool:
    """Whether one of these names stands, or may stand, in something else or in another one."""
    texts = [one for one in told if isinstance(one, bytes)]
    if len(texts) < len(told) or not all("." in name for name in names):
        return True  # what is no address may be a word of the question itself
    elsewhere = b"\0".join(texts)
    if any(name.encode("utf-8", "surrogatepass") in elsewhere for name in names):
        return True
    together = "\0".join(names)
    return len(names) > 1 and any(together.count(name) > 1 for name in names)
