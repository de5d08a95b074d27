"""Whatever a shadow marks is not among what is known, and nothing else is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compliance_toolkit.audit.pointers import at
from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.plan_values import split

NAMES = st.sampled_from(["a", "b", "c/d", "e~f"])
VALUES = st.recursive(
    st.sampled_from([None, 0, "x", False, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
SHADOWS = st.recursive(
    st.sampled_from([True, False, None]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)
MARKS = st.dictionaries(NAMES, SHADOWS, max_size=4)


def marked(shadow, pointer=""):
    """Every pointer that a shadow marks."""
    match shadow:
        case True:
            yield pointer
        case dict():
            for name, inner in shadow.items():
                escaped = name.replace("~", "~0").replace("/", "~1")
                yield from marked(inner, f"{pointer}/{escaped}")
        case list():
            for index, inner in enumerate(shadow):
                yield from marked(inner, f"{pointer}/{index}")
        case _:
            return


@given(OBJECTS, MARKS, MARKS)
def test_what_is_marked_is_not_known_and_has_a_reason(value, unknown, sensitive):
    values, lost = split(value, unknown, sensitive)
    for pointer in (*marked(unknown), *marked(sensitive)):
        assert any(f"{pointer}/".startswith(f"{other}/") for other in lost), pointer
    for pointer in lost:
        if "~" not in pointer:
            assert at(values, pointer)[0] is False or lies_below_null(values, pointer)


def lies_below_null(values, pointer):
    """Whether a pointer leads through something that is known to be unset."""
    parts = pointer.split("/")
    return any(at(values, "/".join(parts[:end])) == (True, None) for end in range(2, len(parts)))


@given(OBJECTS, MARKS)
def test_what_is_known_after_apply_is_not_called_a_secret(value, unknown):
    _, lost = split(value, unknown, unknown)
    assert set(lost.values()) <= {ReasonCode.KNOWN_AFTER_APPLY}


@given(OBJECTS)
def test_without_shadows_everything_is_known(value):
    assert split(value, {}, False) == (value, {})
    assert split(value, None, None) == (value, {})


@given(OBJECTS, MARKS, MARKS)
def test_what_is_not_marked_is_as_the_plan_says(value, unknown, sensitive):
    values, lost = split(value, unknown, sensitive)
    tops = {pointer.split("/")[1].replace("~1", "/").replace("~0", "~") for pointer in lost}
    assert {name: v for name, v in values.items() if name not in tops} == {
        name: v for name, v in value.items() if name not in tops
    }
