"""What is not known of a resource that runs programs, and may be all that they do.

A script that is not known leads anywhere. What one service hands another counts where somebody has
written a variable or data there: what only waits for another resource to be made is nearly always
that one's name, and it is judged itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.workloads.variables import chooses

_LATE = ReasonCode.KNOWN_AFTER_APPLY
_SCRIPT = re.compile(r"(?i)command|entry_?point|script|source_?info|playbook|user[-_]?data")
_RUNNING = re.compile(r"(?i)script|run_?command|dsc|ansible|chef|puppet")
"""Extensions of machines that run what they are handed; others watch the machine or join it."""

_ENVIRONMENTS = frozenset(
    (
        "app_settings",
        "application_settings",
        "default_arguments",
        "env",
        "env_variables",
        "environment",
        "environment_variables",
        "environmentvariables",
        "non_overridable_arguments",
        "setting",
        "variables",
    )
)
"""How attributes are called that hold what a program is told, name by name."""

_RUN: Mapping[str, tuple[str, ...]] = {
    "aws_ssm_association": ("parameters",),
    "azurerm_virtual_machine_run_command": ("source",),
    "docker_container": ("command", "entrypoint"),
    "google_cloudbuild_trigger": ("build",),
    "google_compute_project_metadata": ("metadata",),
}
"""Attributes below which scripts stand, among other things."""

_HANDED: Mapping[str, tuple[str, ...]] = {
    "aws_cloudwatch_event_target": ("input", "input_transformer"),
    "aws_lambda_invocation": ("input",),
    "aws_pipes_pipe": ("target_parameters",),
    "aws_scheduler_schedule": ("target",),
    "azapi_data_plane_resource": ("body",),
    "azapi_resource": ("body",),
    "azapi_resource_action": ("body",),
    "azapi_update_resource": ("body",),
    "azurerm_logic_app_action_custom": ("body",),
    "azurerm_logic_app_action_http": ("body", "uri"),
    "google_cloud_scheduler_job": ("http_target", "pubsub_target", "app_engine_http_target"),
}
_CONTENT = frozenset(("body", "input", "input_template", "data", "relative_uri", "uri"))
"""Members that one service hands another, or where it hands it."""


def is_anything(type_: str, path: Sequence[str], why: Unknown) -> bool:
    """Whether a value that is not known may be all that a program does.

    Args:
        type_: Of a resource that starts programs.
        path: Names of the attributes and members that lead to the value.
        why: It is not known.
    """
    *around, name = path
    if name.lower() in _ENVIRONMENTS:
        return why.code is not _LATE or bool(why.reference)  # else the provider computes it
    if path[0] in _RUN.get(type_, ()):
        return not around or _SCRIPT.search(name) is not None
    if path[0] in _HANDED.get(type_, ()):
        return name in _CONTENT and why.code not in {_LATE, ReasonCode.SENSITIVE}
    return False


def is_told(path: Sequence[str], why: Unknown) -> bool:
    """Whether a program is told what is not known, and may be led by it.

    What has the name of a choice counts whatever hides it; what has any other name may be a
    password, or the name of another resource. A member that its provider computes may be called
    like a choice too, but never in capitals.
    """
    *around, name = path
    if not around:
        return False
    if chooses(name) and (name.isupper() or why.code is not _LATE or why.reference):
        return True
    told = around[-1].lower() in _ENVIRONMENTS
    return told and why.code not in {_LATE, ReasonCode.SENSITIVE}


def scripts_of(resource: Resource) -> Iterator[str]:
    """Name the attributes that hold a script by what else stands in the resource."""
    if resource.type in _EXTENSIONS:
        named = resource.values.get("type")
        if not isinstance(named, str) or _RUNNING.search(named):
            yield from ("settings", "protected_settings")
    elif resource.type == "google_compute_project_metadata_item":
        named = resource.values.get("key")
        if not isinstance(named, str) or _SCRIPT.search(named):
            yield "value"


_EXTENSIONS = frozenset(
    ("azurerm_virtual_machine_extension", "azurerm_virtual_machine_scale_set_extension")
)
