provider "azurerm" {
  features {}
}
resource "azurerm_storage_container" "bare" { name = "c" }
resource "azurerm_cognitive_deployment" "bare" {
  name                 = "d"
  cognitive_account_id = "/subscriptions/x/resourceGroups/y/providers/Microsoft.CognitiveServices/accounts/z"
}
resource "azurerm_subscription_policy_assignment" "bare" {
  name                 = "a"
  subscription_id      = "/subscriptions/x"
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"
}
resource "azurerm_monitor_diagnostic_setting" "bare" {
  name               = "d"
  target_resource_id = "x"
}
resource "azurerm_linux_web_app" "bare" {
  name                = "w"
  location            = "westeurope"
  resource_group_name = "x"
  service_plan_id     = "y"
}
