"""Settings that meet: each few of them alone, and all kinds of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance_toolkit.prove.covering import PAIRS, covering, meeting
from compliance_toolkit.prove.settings import Parameter, case_of
from compliance_toolkit.prove.space import Listed

_WORDS = {2: "two", 3: "three"}

_ORDINAL, _SERVED = "fifth", 5
"""One of so many rows is asked as a server is: where nothing is kept, that takes long."""


def combinations_of(parameters: Sequence[Parameter], together: int) -> Iterator[Listed]:
    """Give the blocks in which settings meet.

    In the first nothing else binds, so that no other rule hides what these do to each other. In the
    others everything is set at once, as no list of examples would have it.

    Args:
        parameters: What can be set.
        together: How many settings meet, whichever they are: two or three.
    """
    few = [min(one.few, len(one.values)) for one in parameters]
    some = sum(few) - len(few)
    yield Listed(
        f"each {_WORDS[together]} settings, all else unbound",
        tuple(case_of(parameters, row) for row in meeting(few, together)),
        f"at most {_WORDS[together]} at once of {some} settings of {len(few)} kinds",
        varied=True,
    )
    sizes = [len(one.values) for one in parameters]
    kinds = ", ".join(f"{len(one.values)} {one.says}" for one in parameters if len(one.values) > 1)
    over = f"over {sum(sizes)} settings of {len(sizes)} kinds"
    for strength in range(PAIRS, together + 1):
        array = tuple(case_of(parameters, row) for row in covering(sizes, strength))
        yield Listed(
            f"each {_WORDS[strength]} settings, all else set as well",
            array,
            f"a covering array of strength {strength} {over}"
            + (f" ({kinds})" if strength == together else ""),
            varied=True,
            apart=True,
        )
        if strength == PAIRS:
            yield Listed(
                "asked as a server is",
                array[::_SERVED],
                f"every {_ORDINAL} row of that",
                served=True,
            )
