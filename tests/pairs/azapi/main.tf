provider "azurerm" {
  features {}
}
provider "azapi" {}
variable "sku" { default = "GlobalStandard" }
resource "azurerm_resource_group" "eu" {
  name     = "eu"
  location = "westeurope"
}
resource "azapi_resource" "account" {
  type      = "Microsoft.CognitiveServices/accounts@2024-10-01"
  name      = "account"
  parent_id = azurerm_resource_group.eu.id
  location  = azurerm_resource_group.eu.location
  body = {
    kind       = "AIServices"
    properties = { customSubDomainName = "x" }
  }
}
resource "azapi_resource" "deployment" {
  for_each  = { variable = var.sku, zone = "DataZoneStandard", fixed = "Standard" }
  type      = "Microsoft.CognitiveServices/accounts/deployments@2024-10-01"
  name      = each.key
  parent_id = azapi_resource.account.id
  body = {
    sku        = { name = each.value, capacity = 1 }
    properties = { model = { format = "Anthropic", name = "claude-sonnet-4-5" } }
  }
}
resource "azapi_resource" "encoded" {
  type      = "Microsoft.CognitiveServices/accounts/deployments@2024-10-01"
  name      = "encoded"
  parent_id = azapi_resource.account.id
  body = jsonencode({
    sku        = { name = "GlobalStandard" }
    properties = { model = { format = "Anthropic", name = "claude-sonnet-4-5" } }
  })
}
resource "azapi_resource" "late" {
  type      = "Microsoft.CognitiveServices/accounts/deployments@2024-10-01"
  name      = "late"
  parent_id = azapi_resource.account.id
  body = {
    sku        = { name = "Standard" }
    properties = { model = { format = "Anthropic", name = azurerm_resource_group.eu.id } }
  }
}
resource "azapi_resource" "placed" {
  type      = "Microsoft.Storage/storageAccounts@2023-01-01"
  name      = "placed"
  parent_id = azurerm_resource_group.eu.id
  location  = "eastus"
  body      = {}
}
resource "azapi_update_resource" "u" {
  type        = "Microsoft.CognitiveServices/accounts/deployments@2024-10-01"
  resource_id = azapi_resource.deployment["fixed"].id
  body        = { sku = { name = "GlobalStandard" } }
}
