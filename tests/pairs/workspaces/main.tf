variable "geos" { default = ["us"] }
provider "awscc" { region = "us-east-1" }
resource "anthropic_workspace" "us" {
  name           = "us"
  data_residency = { allowed_inference_geos = var.geos, default_inference_geo = "us", workspace_geo = "us" }
}
resource "anthropic_workspace" "part" {
  name           = "part"
  data_residency = { allowed_inference_geos = ["us", "global"] }
}
resource "anthropic_workspace" "none" { name = "none" }
resource "awscc_awsexternalanthropic_workspace" "us" {
  name           = "us"
  data_residency = { allowed_inference_geos = concat(var.geos, []), default_inference_geo = "us", workspace_geo = "us" }
}
resource "awscc_awsexternalanthropic_workspace" "none" { name = "none" }
resource "cloudflare_ai_gateway" "each" {
  for_each     = { on = true, off = false }
  id           = each.key
  account_id   = "a"
  collect_logs = each.value
  cache_ttl    = 0
}
