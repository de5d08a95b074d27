"""Policies that AWS writes and keeps, of which an input holds no more than a name.

Their documents were read 2026-11-26 in the copy that `moto` 5.2.5 keeps of them. AWS changes them
when it likes: of one that is not listed here nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from compliance_toolkit.terraform.access.documents import LOST, Written

_ARN = re.compile(r"arn:aws[a-z-]*:iam::aws:policy/(?:[\w+=,.@/-]+/)?([\w+=,.@-]+)")


def _allow(*actions: str, resource: str = "*") -> dict[str, Written]:
    return {"Effect": "Allow", "Action": list[Written](actions), "Resource": resource}


_GRANTING: Mapping[str, dict[str, Written]] = {
    "AdministratorAccess": _allow("*"),
    "AmazonBedrockFullAccess": _allow("bedrock:*", "bedrock-mantle:*"),
    "AmazonBedrockLimitedAccess": _allow(
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream",
        "bedrock:CreateModelInvocationJob",
        "bedrock-mantle:CreateInference",
    ),
    "AmazonBedrockMantleFullAccess": _allow("bedrock-mantle:*"),
    "AmazonBedrockMantleInferenceAccess": _allow(
        "bedrock-mantle:CreateInference", resource="arn:aws:bedrock-mantle:*:*:project/*"
    ),
    "AnthropicFullAccess": _allow("aws-external-anthropic:*"),
    "PowerUserAccess": {
        "Effect": "Allow",
        "NotAction": ["iam:*", "organizations:*", "account:*"],
        "Resource": "*",
    },
}
"""Name → the statement of it that is about calls to Claude."""

_READ = """
    AWSAppRunnerServicePolicyForECRAccess AWSAppSyncPushToCloudWatchLogs
    AWSApplicationAutoscalingECSServicePolicy AWSBackupServiceRolePolicyForBackup
    AWSBackupServiceRolePolicyForRestores AWSBackupServiceRolePolicyForS3Backup
    AWSBackupServiceRolePolicyForS3Restore AWSBatchServiceRole AWSBillingReadOnlyAccess
    AWSCertificateManagerFullAccess AWSCloudTrail_ReadOnlyAccess AWSCodeBuildDeveloperAccess
    AWSCodeDeployRole AWSCodeDeployRoleForECS AWSCodeDeployRoleForLambda
    AWSDataLifecycleManagerServiceRole AWSElasticBeanstalkEnhancedHealth
    AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy AWSFaultInjectionSimulatorEC2Access
    AWSFaultInjectionSimulatorECSAccess AWSGlueConsoleFullAccess AWSGlueServiceRole
    AWSIoTLogging AWSKeyManagementServicePowerUser AWSLambdaBasicExecutionRole
    AWSLambdaDynamoDBExecutionRole AWSLambdaKinesisExecutionRole AWSLambdaRole
    AWSLambdaSQSQueueExecutionRole AWSLambdaVPCAccessExecutionRole AWSLambda_FullAccess
    AWSOrganizationsFullAccess AWSOrganizationsReadOnlyAccess AWSSSOReadOnly
    AWSSecurityHubReadOnlyAccess AWSServiceCatalogEndUserFullAccess AWSStepFunctionsFullAccess
    AWSSupportAccess AWSTransferLoggingAccess AWSXRayDaemonWriteAccess AWSXrayWriteOnlyAccess
    AWS_ConfigRole AmazonAPIGatewayInvokeFullAccess AmazonAPIGatewayPushToCloudWatchLogs
    AmazonAthenaFullAccess AmazonBedrockReadOnly AmazonCognitoPowerUser
    AmazonDMSCloudWatchLogsRole AmazonDMSVPCManagementRole AmazonDataZoneFullAccess
    AmazonDynamoDBFullAccess AmazonDynamoDBReadOnlyAccess AmazonEBSCSIDriverPolicy
    AmazonEC2ContainerRegistryFullAccess AmazonEC2ContainerRegistryPowerUser
    AmazonEC2ContainerRegistryPullOnly AmazonEC2ContainerRegistryReadOnly
    AmazonEC2ContainerServiceAutoscaleRole AmazonEC2ContainerServiceRole
    AmazonEC2ContainerServiceforEC2Role AmazonEC2FullAccess AmazonEC2ReadOnlyAccess
    AmazonEC2RoleforSSM AmazonECSTaskExecutionRolePolicy AmazonECS_FullAccess
    AmazonEFSCSIDriverPolicy AmazonEKSBlockStoragePolicy AmazonEKSClusterPolicy
    AmazonEKSComputePolicy AmazonEKSFargatePodExecutionRolePolicy AmazonEKSLoadBalancingPolicy
    AmazonEKSNetworkingPolicy AmazonEKSServicePolicy AmazonEKSVPCResourceController
    AmazonEKSWorkerNodeMinimalPolicy AmazonEKSWorkerNodePolicy AmazonEKS_CNI_Policy
    AmazonEMRServicePolicy_v2 AmazonElastiCacheFullAccess
    AmazonElasticFileSystemClientReadWriteAccess AmazonElasticMapReduceRole
    AmazonElasticMapReduceforEC2Role AmazonEventBridgeFullAccess AmazonGuardDutyReadOnlyAccess
    AmazonInspector2FullAccess AmazonKinesisFirehoseFullAccess AmazonKinesisFullAccess
    AmazonMQFullAccess AmazonMSKFullAccess AmazonOpenSearchServiceFullAccess
    AmazonPrometheusQueryAccess AmazonPrometheusRemoteWriteAccess
    AmazonRDSEnhancedMonitoringRole AmazonRDSFullAccess AmazonRDSReadOnlyAccess
    AmazonRoute53FullAccess AmazonS3FullAccess AmazonS3ObjectLambdaExecutionRolePolicy
    AmazonS3ReadOnlyAccess AmazonSNSFullAccess AmazonSQSFullAccess AmazonSQSReadOnlyAccess
    AmazonSSMAutomationRole AmazonSSMFullAccess AmazonSSMMaintenanceWindowRole
    AmazonSSMManagedEC2InstanceDefaultPolicy AmazonSSMManagedInstanceCore
    AmazonSSMPatchAssociation AmazonSSMReadOnlyAccess AmazonSageMakerFullAccess
    AmazonTimestreamFullAccess AmazonVPCFullAccess AmazonVPCReadOnlyAccess
    AutoScalingNotificationAccessRole Billing CloudFrontFullAccess CloudWatchAgentAdminPolicy
    CloudWatchAgentServerPolicy CloudWatchFullAccess CloudWatchLogsFullAccess
    CloudWatchReadOnlyAccess DataScientist DatabaseAdministrator IAMFullAccess IAMReadOnlyAccess
    IAMUserChangePassword NetworkAdministrator ReadOnlyAccess SecretsManagerReadWrite
    SecurityAudit SupportUser SystemAdministrator ViewOnlyAccess
"""
_SILENT = frozenset(_READ.split())
"""Names of those that grant no call to Claude."""


def is_managed(arn: str) -> bool:
    """Whether an ARN is that of a policy of AWS's own."""
    return _ARN.fullmatch(arn) is not None


def document_of(arn: str) -> Written:
    """Give what one of AWS's policies says of calls to Claude.

    Args:
        arn: Of the policy.

    Returns:
        A document with the statement that is about them; `None` where it grants none, and `LOST`
        where nobody has read it.
    """
    found = _ARN.fullmatch(arn)
    name = found[1] if found else ""
    if name in _SILENT:
        return None
    if name not in _GRANTING:
        return LOST
    return {"Version": "2012-10-17", "Statement": [_GRANTING[name]]}
