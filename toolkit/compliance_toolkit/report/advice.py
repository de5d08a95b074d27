"""What to do about an unknown: one sentence a reason and kind of input, whatever the check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from compliance_toolkit.models import Finding, ReasonCode, Report, Unknown, Verdict

_WITHOUT_REASON = "audit a plan, in which more is known"

_ADVICE = {
    ReasonCode.VARIABLE_WITHOUT_DEFAULT: (
        "give the variable with `--var NAME=VALUE` or `--var-file`, or audit a plan"
    ),
    ReasonCode.KNOWN_AFTER_APPLY: (
        "write the value where it can be read, or audit a plan that is made after apply"
    ),
    ReasonCode.DATA_SOURCE: (
        "audit a plan, which holds what the data source says, or write the value"
    ),
    ReasonCode.REMOTE_MODULE: "audit a plan, or vendor the module into this folder",
    ReasonCode.FUNCTION_NOT_EVALUATED: "audit a plan, which holds the value, or write it plainly",
    ReasonCode.UNKNOWN_COUNT: "audit a plan, which lists each instance",
    ReasonCode.AMBIENT_PROVIDER_REGION: "set `region` in the provider block, or audit a plan",
    ReasonCode.DYNAMIC_CONTENT: "audit a plan, which holds the blocks that are made",
    ReasonCode.UNSUPPORTED_TYPE: (
        "if the type keeps no content, list it in `compliance/resources/data.json` of the policies"
    ),
    ReasonCode.UNKNOWN_REGION: "correct the region, or add it to the data",
    ReasonCode.SENSITIVE: "take the value out of what is marked sensitive, if it is no secret",
    ReasonCode.OUTSIDE_INPUT: "audit it together with the configuration that makes what it names",
    ReasonCode.UNKNOWN_VALUE: "use a value that the law's data knows, or add it to the data",
}

_OF_A_PLAN = {
    ReasonCode.KNOWN_AFTER_APPLY: (
        "write the value where it can be read, or apply the plan and audit one that is made then"
    ),
    ReasonCode.DATA_SOURCE: "let it be read while the plan is made, or write the value",
    ReasonCode.FUNCTION_NOT_EVALUATED: "write the value plainly",
    ReasonCode.UNKNOWN_COUNT: "let the count be known while the plan is made",
    ReasonCode.AMBIENT_PROVIDER_REGION: "set `region` in the provider block, and plan again",
    ReasonCode.DYNAMIC_CONTENT: "let what blocks are made of be known while the plan is made",
}
"""Where the advice for a source would be to audit what is audited already."""

_OF_A_REFERENCE = (
    (
        re.compile(r", outside of [^,]+$"),
        (
            "check out all that it reads, for nothing is read outside of the git working tree, or "
            "of the folder where there is none; or audit a plan"
        ),
    ),
    (
        re.compile(r", where no such file exists$"),
        (
            "add the file, or correct its path, for Terraform stops here too; where a build makes "
            "it, audit after the build"
        ),
    ),
    (
        re.compile(r", which OpenTofu passes over$"),
        "keep one of the two files, or audit a plan: Terraform reads both",
    ),
    (
        re.compile(r", downloaded from another source or in another version$"),
        "run `terraform init`, which downloads what is written now, or audit a plan",
    ),
    (
        re.compile(r", beside the file that is named$"),
        "name the folder instead of one of its files",
    ),
    (re.compile(r"^\.\.?(/|$)"), "correct the source of the module, or add its folder"),
    (
        re.compile(r": leaves a policy out$"),
        "name in it each policy that stays, or take the list away",
    ),
    (
        re.compile(r": may be another account$"),
        "make it by the provider that makes whom it names, or leave credentials to one provider",
    ),
    (
        re.compile(r": what agents call$"),
        "let through what names no model alone, such as `bedrock:Retrieve`, or judge the agents",
    ),
    (
        re.compile(r": inside of a template$"),
        "write it as a resource of its own, which is held against all that binds whom it is for",
    ),
    (
        re.compile(r": may be the management account$"),
        "attach it to a root, a unit or a member account, by its resource or its id",
    ),
)
"""How a reference ends or begins that says more than its code, and what to do then."""

_OF_THE_FORGOTTEN = (
    re.compile(r", which (?:is|may be) forgotten$"),
    (
        "keep it in the configuration with what binds it, or destroy it: once forgotten it stays, "
        "and nobody sees here what becomes of its limits"
    ),
)
"""How a reference ends to what a change lets go of and leaves as it is."""

_OF_THE_ALTERED = (
    re.compile(r", which leaves other (?:calls|things) open than before$"),
    (
        "compare it with what it was: let it hold at least as much, in words that can be compared, "
        "or change it apart from the rest and have that reviewed"
    ),
)
"""How a reference ends to a guardrail that is another one afterwards."""

_OF_A_SETTING = (
    (
        re.compile(r": part of a model's id$"),
        "write the whole id in one setting, for what is put together only code tells",
    ),
    (
        re.compile(r": no model$"),
        "name the model or its profile beside what calls it, or take the call out",
    ),
    (
        re.compile(r": no route$"),
        "name what runs the model: the profile's id and a region, or an endpoint",
    ),
    (
        re.compile(r": no geo$"),
        "audit its workspace, which says where it computes, or lead the setting to a region",
    ),
)
"""How references to settings end that are known, and do not tell enough."""

_OF_A_POLICY = (
    (
        re.compile(r"^spec/rules/condition$"),
        "let no rule with a condition allow what another denies: nobody tells which of them wins",
    ),
    (
        re.compile(r"_policy_exemption\.|azapi_\w+\."),
        "take it away, for it says that the assignment binds less than is written",
    ),
    (
        re.compile(r"^arn:"),
        "write out of which region and kind it is, for what else the pattern meets nobody tells",
    ),
)
"""How references to policies read that are known, and leave open what they do."""

_OF_THE_NAMED = (
    re.compile(r", which it names$"),
    "name regions alone that the law allows, for what goes to the others nobody tells here",
)
"""How a reference ends to regions that a resource names in passing."""

_OF_A_PLACE = (
    (
        re.compile(r"^location: not set$"),
        (
            "set `location`, or name what it is a part of; if the type keeps no content, list it "
            "in `compliance/resources/data.json` of the policies"
        ),
    ),
    (re.compile(r": not set$"), "set it, for nothing else says where this is kept"),
    (
        re.compile(r"^google_\w+$"),
        (
            "its type says no place: if it keeps no content, list it in "
            "`compliance/resources/data.json` of the policies"
        ),
    ),
)
"""How references of unknown regions read where no region is named at all."""

_OF_A_PROVIDER = (
    (
        re.compile(r"\.default_location$"),
        "set `location`, or `default_location` in the provider block: no group lends its own",
    ),
)
"""How references read of settings of a provider that are no `region`."""

_OF_A_HOST = (
    (
        re.compile(r"^provider\.\w+\.\w+"),
        (
            "let the provider's host be a cluster's that the same input makes, which says where "
            "it is; if the type keeps no content, list it in `compliance/resources/data.json` of "
            "the policies"
        ),
    ),
)
"""How the reference reads of what is kept at a provider's host, wherever that is."""

_Forms: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]
_BY_CODE: Mapping[ReasonCode, _Forms] = {
    ReasonCode.UNKNOWN_VALUE: (*_OF_A_SETTING, *_OF_A_POLICY),
    ReasonCode.UNKNOWN_REGION: _OF_A_PLACE,
    ReasonCode.OUTSIDE_INPUT: _OF_A_HOST,
    ReasonCode.AMBIENT_PROVIDER_REGION: _OF_A_PROVIDER,
}
_WORKSPACE = "terraform.workspace"
_HOSTS = re.compile(
    r"^provider\.[\w.-]+\.(endpoints?|environment|metadata_host|universe_domain|\w+_custom_endpoint)$"
)
"""How references read of providers that speak to hosts of their own."""


def advice(finding: Finding, report: Report) -> str:
    """What to do so that an unknown finding can be judged."""
    kinds = (one.kind for one in report.inputs if one.path == finding.input)
    return advice_for(finding.reason, next(kinds, ""))


def advice_for(reason: Unknown | None, kind: str) -> str:
    """What to do about one reason.

    Args:
        reason: Why it is unknown.
        kind: Of the input, as `AuditInput.kind`.
    """
    if reason is None:
        return _WITHOUT_REASON
    named = reason.reference or ""
    if named == _WORKSPACE:
        return f"name the workspace with `--var {_WORKSPACE}=NAME`, or audit a plan"
    if reason.code is ReasonCode.UNKNOWN_REGION and (hosts := _HOSTS.search(named)):
        return f"take `{hosts[1]}` out of the provider block: such hosts may be anywhere"
    forms: _Forms = (
        *(_BY_CODE.get(reason.code, ())),
        _OF_THE_FORGOTTEN,
        _OF_THE_ALTERED,
        _OF_THE_NAMED,
        *(_OF_A_REFERENCE if kind == "terraform-source" else ()),
    )
    said = next((what for form, what in forms if form.search(named)), None)
    if said is not None:
        return said
    if kind == "terraform-plan" and reason.code in _OF_A_PLAN:
        return _OF_A_PLAN[reason.code]
    return _ADVICE[reason.code]


def ways_forward(findings: Iterable[Finding], report: Report) -> list[tuple[str, int, str]]:
    """Each reason code among the unknowns, how many it keeps open, and what to do."""
    said = [
        (
            finding.reason.code if finding.reason is not None else "no reason",
            advice(finding, report),
        )
        for finding in findings
        if finding.verdict is Verdict.UNKNOWN
    ]
    return [(code, number, what) for (code, what), number in sorted(Counter(said).items())]
