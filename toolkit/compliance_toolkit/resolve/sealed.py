"""Facts and inputs that many callers share, so that none of them changes what the others see.

Objects and lists stay objects and lists, for whoever matches, compares or writes them; a copy of
them is a plain one.
"""

from __future__ import annotations

from typing import Any, NoReturn

from compliance_toolkit.models import Denial, JsonObject


def sealed_denial(denial: Denial) -> Denial:
    """The same denial, with facts that cannot be changed."""
    if isinstance(denial.facts, _Facts):
        return denial
    return Denial(denial.deployment, denial.rule, sealed(denial.facts))


def sealed(facts: JsonObject) -> dict[str, Any]:
    """The same object, which cannot be changed, nor what is in it."""
    return _Facts({name: _sealed(value) for name, value in facts.items()})


def _sealed(value: Any) -> Any:
    if isinstance(value, _Facts | _Values):
        return value
    if isinstance(value, dict):
        return sealed(value)
    if isinstance(value, list):
        return _Values(_sealed(one) for one in value)
    return value


def _refuse(*_: object, **__: object) -> NoReturn:
    raise TypeError("this belongs to a decision that others share; change a copy of it")


class _Facts(dict[str, Any]):
    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        return dict, (dict(self),)


class _Values(list[Any]):
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[type, tuple[list[Any]]]:
        return list, (list(self),)
