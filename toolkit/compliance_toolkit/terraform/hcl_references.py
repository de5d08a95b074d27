"""Names of resources and modules: which instances they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.evaluate import Evaluation
from compliance_toolkit.terraform.expressions import Attr, Index, Splat, Step, Traversal
from compliance_toolkit.terraform.hcl_frames import ANY, Frame, choose
from compliance_toolkit.terraform.hcl_kinds import ANY as OPEN
from compliance_toolkit.terraform.hcl_values import (
    Hole,
    Value,
    hole,
    object_of,
    tuple_of,
)


def each_instance(  # noqa: PLR0911, PLR0913  one case a form
    frames: Mapping[str, Frame],
    steps: tuple[Step, ...],
    run: Evaluation,
    lost: Value,
    read: Callable[[str, tuple[Step, ...]], Value],
    *,
    named: bool,
) -> Value:
    """Read from the instance that the steps choose, or from all if they name none.

    Args:
        frames: The instances by key, as addresses write it.
        steps: What is read of them.
        run: What names in an index mean.
        lost: What is said where no instance can be told.
        read: Reads further steps from one instance.
        named: Whether instances have names for keys (`for_each`); where there are none, the keys
            themselves do not tell.
    """
    if ANY in frames and (not steps or isinstance(steps[0], Splat)):
        unsure = lost.hole.origins if lost.hole else frozenset()
        return Value(OPEN, Hole(hole(ReasonCode.UNKNOWN_COUNT, "").reason, unsure))
    match steps:
        case (Splat(each), *rest) if "" not in frames and not named:
            return run.walk(tuple_of(read(key, each) for key in frames), rest, "[*]")
        case (Splat(), *_) | () if "" not in frames:
            return run.walk(_instances(frames, read, named=named), steps, "[*]")
        case (Splat(each), *rest):
            return run.walk(tuple_of((read("", each),)), rest, "[*]")
        case _:
            frame, after = choose(frames, steps, run)
            if frame is None:
                # An index that no instance has is an error that `try` sees; that there is none
                # where one is needed, Terraform says before it evaluates anything.
                if ANY not in frames and steps and isinstance(steps[0], Index):
                    return run.refused(_text(lost))
                if ANY not in frames:
                    run.invalid.append(_text(lost))
                return lost
            return Value(OPEN, frame) if isinstance(frame, Hole) else read(frame.key, after)


def _text(lost: Value) -> str:
    return (lost.hole.reason.reference if lost.hole else None) or "[…]"


def _instances(
    frames: Mapping[str, Frame], read: Callable[[str, tuple[Step, ...]], Value], *, named: bool
) -> Value:
    """Give all instances of a block as one value: by name, or in a row."""
    if not named:
        return tuple_of(read(key, ()) for key in frames)
    return object_of(
        {str(frame.each["each.key"].raw): read(key, ()) for key, frame in frames.items()}
    )


def resource_name(traversal: Traversal) -> tuple[str, tuple[Step, ...]]:
    """Split `aws_s3_bucket.logs.id`, or the same after `resource.`, into the name and the rest."""
    root, steps = traversal.root, traversal.steps
    if root == "resource" and steps and isinstance(steps[0], Attr):
        root, steps = steps[0].name, steps[1:]
    if steps and isinstance(steps[0], Attr):
        return f"{root}.{steps[0].name}", steps[1:]
    return root, ()
