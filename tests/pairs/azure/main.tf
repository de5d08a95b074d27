variable "location" { default = "West Europe" }
provider "azurerm" {
  features {}
}
resource "azurerm_resource_group" "eu" {
  name     = "eu"
  location = var.location
}
resource "azurerm_resource_group" "us" {
  name     = "us"
  location = "eastus2"
}
resource "azurerm_cognitive_account" "eu" {
  name                = "eu"
  location            = azurerm_resource_group.eu.location
  resource_group_name = azurerm_resource_group.eu.name
  kind                = "AIServices"
  sku_name            = "S0"
}
resource "azurerm_cognitive_deployment" "each" {
  for_each             = toset(["GlobalStandard", "DataZoneStandard", "Standard"])
  name                 = each.value
  cognitive_account_id = azurerm_cognitive_account.eu.id
  model {
    format  = "Anthropic"
    name    = "claude-sonnet-4-5"
    version = "1"
  }
  sku { name = each.value }
}
resource "azurerm_cognitive_deployment" "other" {
  name                 = "other"
  cognitive_account_id = azurerm_cognitive_account.eu.id
  model {
    format = "OpenAI"
    name   = "gpt"
  }
  sku { name = "GlobalStandard" }
}
resource "azurerm_storage_account" "each" {
  for_each                 = { LRS = "westeurope", GRS = "West Europe", ZRS = "eastus", RAGRS = "brazilsouth" }
  name                     = lower(each.key)
  resource_group_name      = azurerm_resource_group.eu.name
  location                 = each.value
  account_tier             = "Standard"
  account_replication_type = each.key
}
resource "azurerm_storage_container" "c" {
  name                 = "c"
  storage_account_name = azurerm_storage_account.each["ZRS"].name
}
resource "azurerm_storage_container" "by_id" {
  name               = "d"
  storage_account_id = azurerm_storage_account.each["LRS"].id
}
resource "azurerm_log_analytics_workspace" "each" {
  for_each            = { short = 30, long = 730 }
  name                = each.key
  location            = azurerm_resource_group.us.location
  resource_group_name = azurerm_resource_group.us.name
  retention_in_days   = each.value
}
resource "azurerm_log_analytics_workspace" "left_out" {
  name                = "left"
  location            = azurerm_resource_group.eu.location
  resource_group_name = azurerm_resource_group.eu.name
}
resource "azurerm_cosmosdb_account" "c" {
  name                = "c"
  location            = "westeurope"
  resource_group_name = "x"
  offer_type          = "Standard"
  consistency_policy { consistency_level = "Session" }
  dynamic "geo_location" {
    for_each = ["North Europe", "eastus"]
    content {
      location          = geo_location.value
      failover_priority = geo_location.key
    }
  }
}
resource "azurerm_key_vault" "v" {
  name                = "v"
  location            = azurerm_resource_group.us.location
  resource_group_name = azurerm_resource_group.us.name
  tenant_id           = "t"
  sku_name            = "standard"
}
resource "azurerm_key_vault_secret" "s" {
  name         = "s"
  value        = "x"
  key_vault_id = azurerm_key_vault.v.id
}
resource "azurerm_service_plan" "p" {
  name                = "p"
  location            = azurerm_resource_group.eu.location
  resource_group_name = azurerm_resource_group.eu.name
  os_type             = "Linux"
  sku_name            = "B1"
}
resource "azurerm_linux_web_app" "w" {
  name                = "w"
  location            = azurerm_resource_group.eu.location
  resource_group_name = azurerm_resource_group.eu.name
  service_plan_id     = azurerm_service_plan.p.id
  app_settings        = { ANTHROPIC_BASE_URL = "https://api.anthropic.com", OTHER = azurerm_cognitive_account.eu.endpoint }
  site_config {}
}
resource "azurerm_container_app_environment" "e" {
  name                = "e"
  location            = azurerm_resource_group.eu.location
  resource_group_name = azurerm_resource_group.eu.name
}
resource "azurerm_container_app" "a" {
  name                         = "a"
  resource_group_name          = azurerm_resource_group.eu.name
  container_app_environment_id = azurerm_container_app_environment.e.id
  revision_mode                = "Single"
  template {
    container {
      name   = "c"
      image  = "i"
      cpu    = 1
      memory = "1Gi"
      env {
        name  = "CLAUDE_CODE_USE_FOUNDRY"
        value = "1"
      }
      env {
        name        = "ANTHROPIC_FOUNDRY_RESOURCE"
        secret_name = "s"
      }
    }
  }
}
resource "azurerm_monitor_diagnostic_setting" "d" {
  name                       = "d"
  target_resource_id         = azurerm_cognitive_account.eu.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.each["short"].id
}
resource "azurerm_subscription_policy_assignment" "in" {
  name                 = "in"
  subscription_id      = "/subscriptions/00000000-0000-0000-0000-000000000000"
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"
  parameters           = jsonencode({ listOfAllowedLocations = { value = ["westeurope", "North Europe"] } })
}
resource "azurerm_subscription_policy_assignment" "unenforced" {
  name                 = "unenforced"
  subscription_id      = "/subscriptions/00000000-0000-0000-0000-000000000000"
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"
  enforce              = false
  parameters           = jsonencode({ listOfAllowedLocations = { value = ["westeurope"] } })
}
resource "azurerm_resource_group_policy_assignment" "out" {
  name                 = "out"
  resource_group_id    = azurerm_resource_group.us.id
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"
  parameters           = <<-EOT
    {"listOfAllowedLocations": {"value": ["${azurerm_resource_group.us.location}"]}}
  EOT
}
