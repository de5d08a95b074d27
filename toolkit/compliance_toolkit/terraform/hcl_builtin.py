"""The resources that are Terraform's own: their attributes are known without any provider."""

from __future__ import annotations

from compliance_toolkit.terraform.evaluate import Scope, evaluate
from compliance_toolkit.terraform.hcl_facts import ignored_changes
from compliance_toolkit.terraform.hcl_kinds import ANY, STRING
from compliance_toolkit.terraform.hcl_values import NULL, Hole, Value, not_null, object_of
from compliance_toolkit.terraform.syntax import Block

BUILTIN = frozenset(("terraform_data",))
_ARGUMENTS = ("input", "triggers_replace")


def builtin(block: Block, scope: Scope, late: Hole) -> Value:
    """Give one instance of a built-in resource as others see it before it is made.

    Args:
        block: The resource.
        scope: What names mean in it.
        late: Why what only a run can say is not known.
    """
    written = block.body.attributes
    ignored = ignored_changes(block)
    made = {
        name: evaluate(written[name].expression, scope) if name in written else NULL
        for name in _ARGUMENTS
    }
    for name in _ARGUMENTS:
        if ignored is None or name in ignored:  # it may keep what was written long ago
            made[name] = Value(ANY, late)
    given = made["input"]
    # The output is of the input's type, and null where that is.
    made["output"] = given if given.is_null else Value(given.kind, late)
    made["id"] = not_null(Value(STRING, late))
    return object_of(made)
