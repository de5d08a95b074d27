"""One line of a policy's `Condition`: an operator, a key and the values it is held to."""

from __future__ import annotations

import re

import msgspec

from compliance_toolkit.terraform.access import truth
from compliance_toolkit.terraform.access.operators import OPERATORS, Operator
from compliance_toolkit.terraform.access.patterns import Context
from compliance_toolkit.terraform.access.truth import Truth

_NAME = re.compile(r"(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?")
_ALL = "forallvalues"
_ANY = "foranyvalue"


class Condition(msgspec.Struct, frozen=True):
    """What one operator demands of one key."""

    operator: str
    """As written: `ForAllValues:StringLikeIfExists`."""

    key: str
    values: tuple[str, ...]
    lost: bool = False
    """Whether there are values that are not known."""

    @property
    def base(self) -> str:
        """Give the operator in lower case, without qualifier and `IfExists`."""
        found = _NAME.fullmatch(self.operator.lower())
        return "" if found is None else found[2]

    def holds(self, context: Context) -> Truth:  # noqa: PLR0911  one a reason
        """Whether a request meets the condition."""
        found = _NAME.fullmatch(self.operator.lower())
        asked = context.values(self.key)
        if found is None or not (self.values or self.lost):
            return Truth.UNKNOWN  # AWS refuses such a policy
        qualifier, name, if_exists = found.groups()
        if name == "null":
            return Truth.UNKNOWN if qualifier or if_exists else self._is_null(asked)
        known = OPERATORS.get(name)
        if known is None:
            return Truth.UNKNOWN
        if isinstance(asked, Truth):
            return asked
        if not asked:
            return _absent(qualifier, known, if_exists=if_exists is not None)
        compared = [self._compare(value, known, context) for value in asked]
        if known.negative:
            compared = [truth.negated(one) for one in compared]
            return truth.some(compared) if qualifier == _ANY else truth.every(compared)
        return truth.every(compared) if qualifier == _ALL else truth.some(compared)

    def _compare(self, asked: str, known: Operator, context: Context) -> Truth:
        """Whether one value of the request is like one of the policy's."""
        found = truth.some(known.compare(asked, stated, context) for stated in self.values)
        return Truth.UNKNOWN if self.lost and found is not Truth.YES else found

    def _is_null(self, asked: tuple[str, ...] | Truth) -> Truth:
        wanted = {value.lower() for value in self.values}
        if self.lost or not wanted <= {"true", "false"}:
            return Truth.UNKNOWN
        if len(wanted) > 1:
            return Truth.YES
        if isinstance(asked, Truth):
            return asked
        return truth.of((not asked) == ("true" in wanted))


def _absent(qualifier: str | None, known: Operator, *, if_exists: bool) -> Truth:
    """What an operator says of a key that the request does not have."""
    if qualifier == _ANY:
        # One page lets `IfExists` decide, another the qualifier.
        return Truth.UNKNOWN if if_exists else Truth.NO
    return truth.of(qualifier == _ALL or if_exists or known.negative)
