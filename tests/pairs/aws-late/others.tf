provider "google" { region = "europe-west3" }
provider "azurerm" {
  features {}
}
resource "google_storage_bucket" "b" {
  name     = "b"
  location = local.late.region
}
resource "google_org_policy_policy" "p" {
  name   = "projects/p/policies/gcp.resourceLocations"
  parent = "projects/p"
  spec {
    rules {
      values { allowed_values = local.late.list }
    }
  }
}
resource "azurerm_resource_group" "g" {
  name     = "g"
  location = local.late.region
}
resource "azurerm_storage_account" "s" {
  name                     = "s"
  resource_group_name      = azurerm_resource_group.g.name
  location                 = azurerm_resource_group.g.location
  account_tier             = "Standard"
  account_replication_type = upper(local.late.region)
}
resource "azurerm_subscription_policy_assignment" "a" {
  name                 = "a"
  subscription_id      = "/subscriptions/x"
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"
  parameters           = jsonencode({ listOfAllowedLocations = { value = local.late.list } })
}
