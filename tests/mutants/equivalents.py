"""Mutants that change no answer, by name, with the reason: nothing can kill them."""

from __future__ import annotations

from collections.abc import Mapping

_UNKNOWN_MADE_TRUE = '"unknown" made true: } else := "unknown"'

_LISTED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "a short cut: what comes after it finds nothing either, and takes longer": {
        "resolve/features_contained/features_contained.rego": (
            "deleted: asked_for != {}",
            "made never true: inside(sending, tenant, duties, providers) := providers if {",
        ),
        "resolve/features_available/features_available.rego": (
            "deleted: lacking != {}",
            "made never true: denied(asked) := [] if {",
        ),
        "resolve/features_permitted/features_permitted.rego": (
            "made never true: met(features, allowed, regimes) if {",
            "made never true: denied(asked) := [] if {",
            "deleted: is_array(asked.request.features)",
        ),
        "resolve/features_supported/features_supported.rego": (
            "made never true: denied(asked) := [] if {",
            "deleted: lacking != {}",
        ),
        "resolve/routes.rego": ("made never true: _classes(asked, always, table) := [] if {",),
        "resolve/terms_attested/terms_attested.rego": ("deleted: lacking != {}",),
        "resolve/retention_required/retention_required.rego": (
            "deleted: asked.served.blocks != false",
        ),
        "lib/vertex/vertex.rego": ('made never true: } else := "unknown" if {',),
        "resolve/given/given.rego": (
            "made never true: _classes(request, tenant, known) := [] if {",
        ),
        "resolve/features_eligible/features_eligible.rego": ("deleted: needed != set()",),
        "resolve/data_classes_admitted/data_classes_admitted.rego": (
            "made never true: denied(asked) := [] if {",
        ),
    },
    "the last of no days at all is undefined, and leaves its country out as well": {
        "resolve/transfers_grounded/transfers_grounded.rego": ("deleted: days != set()",),
    },
    "a second look: what each span comes to is a list or an object, and so is never missing": {
        "resolve/transfers_grounded/transfers_grounded.rego": (
            "deleted: {count(grounds), count(refused)} == {count(served.spans)}",
        ),
    },
    "a requirement that is no text is one that no deployment attests": {
        "resolve/transfers_grounded/transfers_grounded.rego": (
            'deleted: {type_name(entry.requires)} - {"null", "string"} == set()',
        ),
    },
    "only the keys are looked at": {
        "resolve/features_permitted/features_permitted.rego": (
            "swapped: wanted := {feature: true | some feature in features}",
            "swapped: wanted := {feature: true | some feature in asked.request.features}",
        ),
    },
    "no law permits an empty list of places either, and it names no country": {
        "lib/access/access.rego": (
            "deleted: count(answers) > 0",
            "widened: count(answers) > 0",
        ),
        "lib/ambient/ambient.rego": (
            "deleted: count(answers) > 0",
            "widened: count(answers) > 0",
        ),
    },
    "a place that nobody names is inside no law, whether it has a word or none": {
        "lib/vertex/vertex.rego": (
            '"unspecified" made "mutant": _countries("unspecified") := "unspecified"',
        ),
    },
    "only a list of countries is looked at, and neither answer is one": {
        "lib/access/access.rego": (f"{_UNKNOWN_MADE_TRUE} (2)",),
        "lib/ambient/ambient.rego": (f"{_UNKNOWN_MADE_TRUE} (2)",),
        "lib/vertex/vertex.rego": (f"{_UNKNOWN_MADE_TRUE} (2)",),
        "lib/bedrock/bedrock.rego": (_UNKNOWN_MADE_TRUE, f"{_UNKNOWN_MADE_TRUE} (2)"),
    },
    "with nothing unknown, all answers are true only where a list names some routes": {
        "lib/ambient/ambient.rego": ("deleted: _stated(fact) (2)",),
    },
    "a table is an object whose keys are texts: nothing else has an entry of that name": {
        "lib/lifecycle/lifecycle.rego": ("deleted: is_object(block)",),
        "lib/ambient/ambient.rego": ("deleted: is_string(provider)",),
        "lib/answers.rego": ("deleted: is_object(table)", "deleted: is_string(name)"),
    },
    "days of another type than a number or null are as little known as the word for it": {
        "lib/lifecycle/lifecycle.rego": (
            "deleted: is_number(expiration.days)",
            "deleted: is_number(expiration.noncurrent_days)",
            f"{_UNKNOWN_MADE_TRUE} (5)",
            f"{_UNKNOWN_MADE_TRUE} (6)",
        ),
    },
    "a limit of another type than a number or null is never met, whatever it is": {
        "checks/retention/bedrock_mode/bedrock_mode.rego": (_UNKNOWN_MADE_TRUE,),
        "checks/retention/workload_telemetry/workload_telemetry.rego": (_UNKNOWN_MADE_TRUE,),
    },
    "what is asked of the limits is only whether one of them lets nothing be kept": {
        "checks/retention/workload_telemetry/workload_telemetry.rego": (
            f"{_UNKNOWN_MADE_TRUE} (2)",
            "made never true: _lets(limit) if {",
        ),
    },
    "neither true nor false is no answer, missing or not, and what comes after it finds neither": {
        "lib/guardrails/bearers.rego": (
            'made never true: } else := "unknown" if {',
            "deleted: object.get(_bearers, one.type, null) != null",
            "negated: object.get(_bearers, one.type, null) != null",
            'made never true: } else := "unknown" if { (3)',
            "deleted: object.get(_bearers, one.type, null) != null (3)",
            "negated: object.get(_bearers, one.type, null) != null (3)",
        ),
    },
    "what comes after it says the same of an account or a unit, and of no answers at all": {
        "lib/guardrails/bearers.rego": (
            "made never true: } else if {",
            "deleted: lib.within(key, known.bearing)",
        ),
    },
    "a key that is compared with others of its own making alone": {
        "lib/guardrails/bearers.rego": (
            r""""\n" made "mutant": _bearer_key(one) := concat("\n", [one.type, name]) if {""",
        ),
    },
    "keys of an object that was read from JSON are texts, and its conditions objects": {
        "lib/guardrails/beside.rego": ("deleted: is_string(key)",),
        "lib/guardrails/laws.rego": ("deleted: is_object(keys)", "deleted: is_string(key)"),
    },
    "what is no statement that allows denies, or leaves it open anyway": {
        "lib/guardrails/bounds.rego": ('deleted: one.Effect == "Allow"',),
    },
    "without a list nothing is left out or in, and the next line finds nothing": {
        "lib/guardrails/denials.rego": (
            "deleted: is_array(wide.but)",
            "deleted: is_array(wide.but) (2)",
            "deleted: is_array(wide.but) (3)",
            "deleted: is_array(part.but)",
        ),
    },
    "what is no text has no lower case, and is left as it is": {
        "lib/guardrails/denials.rego": ("deleted: is_string(part)",),
    },
    "a pattern without a star is met by itself alone, and that is asked before": {
        "lib/guardrails/denials.rego": ('deleted: contains(wide.only, "*")',),
    },
    "no country and no table has a name that is no text, or that word for one": {
        "lib/guardrails/laws.rego": (
            "deleted: is_string(code)",
            "deleted: is_string(region)",
            'deleted: region != "unspecified"',
            '"unspecified" made "mutant": region != "unspecified"',
        ),
    },
    "no other type has such a value, or is of such a key": {
        "lib/guardrails/endpoints.rego": (
            'deleted: one.type == "aws_vpc_endpoint_policy"',
            "deleted: lib.within(endpoint.type, _optional)",
        ),
        "lib/guardrails/inside.rego": ("deleted: other.type == listing.of",),
    },
    "what is no number is at least nothing": {
        "lib/guardrails/expiries.rego": ("deleted: is_number(days)",),
    },
    "what is off, unread, empty or unbounded is not known to guard; the rest says as much": {
        "lib/guardrails/held.rego": (
            'made never true: _weighed("off", was, is, _) if {',
            "made never true: } else := false if { (2)",
            "deleted: was != is",
            "deleted: lib.found(was)",
            'made never true: _weighed("on", was, is, _) if {',
            "made never true: } else := false if { (6)",
            "deleted: _denies(was)",
            "made never true: } else if { (3)",
        ),
    },
    "both sides have the same word for it": {
        "lib/guardrails/expiries.rego": (
            "swapped: aged := {name: true | some name, _ in _asked_by(condition, _aging)}",
        ),
    },
}
"""By reason, and by the file in which they are."""

EQUIVALENTS: Mapping[str, str] = {
    f"compliance/{path}  {what}": reason
    for reason, files in _LISTED.items()
    for path, mutants in files.items()
    for what in mutants
}
