"""Where Terraform's resource types write what a program is started with.

Read 2026-11 in the providers' schemas. A type that starts programs and is not listed here is not
asked about its settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias


class Form(StrEnum):
    """How settings are written at a place."""

    MAP = "map"
    """Names to values."""

    SECRETS = "secrets"
    """Names to what a store of secrets holds."""

    ENCODED = "encoded"
    """Names to what is encoded; also to what is no text at all."""

    PAIR = "pair"
    """One name with its value, or with where the value stands."""

    CONTAINER = "container"
    """One container: its environment, its command, and where more of either comes from."""

    CONTAINERS = "containers"
    """JSON text with one container or more, at whatever depth."""

    TEXT = "text"
    """A command line or a script; as a list or as text."""

    BASE64 = "base64"
    """The same, encoded."""

    MANIFEST = "manifest"
    """An object of Kubernetes."""

    MANIFEST_TEXT = "manifest-text"
    """The same, as YAML."""

    CHART = "chart"
    """Values of a chart, as YAML."""

    CHART_VALUE = "chart-value"
    """One value of a chart, under a path."""


Places: TypeAlias = tuple[tuple[str, Form], ...]
"""JSON pointers into a type's values, `*` for each element, and what stands there."""


def _containers(spec: str, *names: str) -> Places:
    return tuple((f"{spec}/{name}/*", Form.CONTAINER) for name in names)


def _app_runner(configuration: str) -> Places:
    at = f"/source_configuration/*/{configuration}/*"
    return (
        (f"{at}/runtime_environment_variables", Form.MAP),
        (f"{at}/runtime_environment_secrets", Form.SECRETS),
        (f"{at}/start_command", Form.TEXT),
    )


_POD = "/spec/*"
_TEMPLATE = "/spec/*/template/*/spec/*"
_CRON = "/spec/*/job_template/*/spec/*/template/*/spec/*"
_KUBERNETES = ("container", "init_container")
_PODS = {
    "pod": _POD,
    "deployment": _TEMPLATE,
    "stateful_set": _TEMPLATE,
    "daemon_set": _TEMPLATE,
    "replication_controller": _TEMPLATE,
    "job": _TEMPLATE,
    "cron_job": _CRON,
}
_APP_SERVICE: Places = (
    ("/app_settings", Form.MAP),
    ("/site_config/*/app_command_line", Form.TEXT),
)
_MACHINE: Places = (("/user_data", Form.BASE64), ("/custom_data", Form.BASE64))
_INSTANCE: Places = (("/metadata", Form.MAP), ("/metadata_startup_script", Form.TEXT))
_SERVER: Places = (("/user_data", Form.TEXT), ("/user_data_base64", Form.BASE64))

WORKLOADS: Mapping[str, Places] = {
    "aws_apprunner_service": (
        *_app_runner("image_repository/*/image_configuration"),
        *_app_runner("code_repository/*/code_configuration/*/code_configuration_values"),
    ),
    "aws_batch_job_definition": (
        ("/container_properties", Form.CONTAINERS),
        ("/ecs_properties", Form.CONTAINERS),
        ("/node_properties", Form.CONTAINERS),
        *_containers("/eks_properties/*/pod_properties/*", "containers", "init_containers"),
    ),
    "aws_bedrockagentcore_agent_runtime": (("/environment_variables", Form.MAP),),
    "aws_codebuild_project": (
        ("/environment/*/environment_variable/*", Form.PAIR),
        ("/source/*/buildspec", Form.TEXT),
        ("/secondary_sources/*/buildspec", Form.TEXT),
    ),
    "aws_ecs_task_definition": (("/container_definitions", Form.CONTAINERS),),
    "aws_instance": _SERVER,
    "aws_lambda_function": (
        ("/environment/*/variables", Form.MAP),
        ("/image_config/*/command", Form.TEXT),
        ("/image_config/*/entry_point", Form.TEXT),
    ),
    "aws_launch_configuration": _SERVER,
    "aws_launch_template": (("/user_data", Form.BASE64),),
    "aws_sagemaker_model": (
        ("/primary_container/*/environment", Form.MAP),
        *_containers("", "container"),
    ),
    "aws_spot_instance_request": _SERVER,
    "azurerm_app_service": _APP_SERVICE,
    "azurerm_container_app": _containers("/template/*", *_KUBERNETES),
    "azurerm_container_app_job": _containers("/template/*", *_KUBERNETES),
    "azurerm_container_group": _containers("", *_KUBERNETES),
    "azurerm_function_app": _APP_SERVICE,
    "azurerm_function_app_flex_consumption": _APP_SERVICE,
    "azurerm_linux_function_app": _APP_SERVICE,
    "azurerm_linux_function_app_slot": _APP_SERVICE,
    "azurerm_linux_virtual_machine": _MACHINE,
    "azurerm_linux_web_app": _APP_SERVICE,
    "azurerm_linux_web_app_slot": _APP_SERVICE,
    "azurerm_logic_app_standard": _APP_SERVICE,
    "azurerm_windows_function_app": _APP_SERVICE,
    "azurerm_windows_function_app_slot": _APP_SERVICE,
    "azurerm_windows_virtual_machine": _MACHINE,
    "azurerm_windows_web_app": _APP_SERVICE,
    "azurerm_windows_web_app_slot": _APP_SERVICE,
    "google_cloud_run_service": _containers("/template/*/spec/*", "containers"),
    "google_cloud_run_v2_job": _containers("/template/*/template/*", "containers"),
    "google_cloud_run_v2_service": _containers("/template/*", "containers"),
    "google_cloud_run_v2_worker_pool": _containers("/template/*", "containers"),
    "google_cloudfunctions2_function": (
        ("/service_config/*/environment_variables", Form.MAP),
        ("/service_config/*/secret_environment_variables/*", Form.PAIR),
    ),
    "google_cloudfunctions_function": (
        ("/environment_variables", Form.MAP),
        ("/secret_environment_variables/*", Form.PAIR),
    ),
    "google_compute_instance": _INSTANCE,
    "google_compute_instance_template": _INSTANCE,
    "helm_release": (
        ("/values/*", Form.CHART),
        ("/set/*", Form.CHART_VALUE),
        ("/set_list/*", Form.CHART_VALUE),
        ("/set_sensitive/*", Form.CHART_VALUE),
        ("/set_wo/*", Form.CHART_VALUE),
    ),
    "kubectl_manifest": (("/yaml_body", Form.MANIFEST_TEXT),),
    "kubernetes_config_map": (("/data", Form.MAP), ("/binary_data", Form.ENCODED)),
    "kubernetes_config_map_v1": (("/data", Form.MAP), ("/binary_data", Form.ENCODED)),
    "kubernetes_config_map_v1_data": (("/data", Form.MAP),),
    "kubernetes_daemonset": _containers(_TEMPLATE, *_KUBERNETES),
    "kubernetes_env": (("/env/*", Form.PAIR),),
    "kubernetes_manifest": (("/manifest", Form.MANIFEST),),
    **{f"kubernetes_{name}": _containers(at, *_KUBERNETES) for name, at in _PODS.items()},
    **{f"kubernetes_{name}_v1": _containers(at, *_KUBERNETES) for name, at in _PODS.items()},
}

TOLD_ITS_REGION = frozenset(
    ("aws_bedrockagentcore_agent_runtime", "aws_codebuild_project", "aws_lambda_function")
)
"""Types whose service sets `AWS_REGION` to the region that the program runs in."""
