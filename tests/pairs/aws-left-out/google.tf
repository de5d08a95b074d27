provider "google" {
  project = "p"
  region  = "europe-west3"
}
resource "google_vertex_ai_endpoint" "half" {
  name         = "half"
  display_name = "half"
  location     = "europe-west3"
  predict_request_response_logging_config {}
}
resource "google_org_policy_policy" "bare" {
  name   = "projects/p/policies/gcp.resourceLocations"
  parent = "projects/p"
}
resource "google_org_policy_policy" "reset" {
  name   = "projects/q/policies/gcp.resourceLocations"
  parent = "projects/q"
  spec { reset = true }
}
resource "google_project_organization_policy" "bare" {
  project    = "p"
  constraint = "gcp.resourceLocations"
}
resource "google_project_organization_policy" "restored" {
  project    = "p"
  constraint = "gcp.resourceLocations"
  restore_policy { default = true }
}
resource "google_secret_manager_secret" "bare" { secret_id = "s" }
resource "google_compute_instance" "bare" {
  name         = "i"
  machine_type = "m"
}
resource "google_spanner_instance" "odd" {
  config       = "nam3"
  display_name = "s"
}
resource "google_cloud_run_v2_service" "bare" {
  name     = "r"
  location = "europe-west3"
}
resource "google_pubsub_topic" "empty" {
  name = "t"
  message_storage_policy { allowed_persistence_regions = [] }
}
