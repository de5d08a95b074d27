"""Settings that meet: each few of them alone, and all kinds of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance_toolkit.prove.covering import PAIRS, covering, meeting
from compliance_toolkit.prove.settings import Parameter, case_of
from compliance_toolkit.prove.space import Listed

_WORDS = {2: "two", 3: "three"}


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
    for strength in range(PAIRS, together + 1):
        served = ", also asked as a server is" if strength == PAIRS else ""
        named = f" ({kinds})" if strength == together else ""
        yield Listed(
            f"each {_WORDS[strength]} settings, all else set as well{served}",
            tuple(case_of(parameters, row) for row in covering(sizes, strength)),
            f"a covering array of strength {strength} over {sum(sizes)} settings "
            f"of {len(sizes)} kinds{named}",
            varied=True,
            apart=True,
            served=strength == PAIRS,
        )
