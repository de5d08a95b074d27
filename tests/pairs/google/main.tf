variable "region" { default = "europe-west3" }
provider "google" {
  project = "p"
  region  = var.region
}
provider "google" {
  alias  = "london"
  region = "europe-west2"
  zone   = "europe-west2-b"
}
resource "google_storage_bucket" "each" {
  for_each = { region = var.region, multi = "EU", us = "US", dual = "EUR4", zone = "europe-west3" }
  name     = each.key
  location = each.value
}
resource "google_storage_bucket" "placed" {
  name     = "placed"
  location = "EU"
  custom_placement_config { data_locations = ["EUROPE-WEST1", upper("europe-west4")] }
}
resource "google_bigquery_dataset" "default" { dataset_id = "default" }
resource "google_bigquery_dataset" "eu" {
  dataset_id = "eu"
  location   = "europe-west3"
}
resource "google_bigquery_table" "t" {
  dataset_id = google_bigquery_dataset.eu.dataset_id
  table_id   = "t"
}
resource "google_vertex_ai_endpoint" "in" {
  name         = "in"
  display_name = "in"
  location     = var.region
  predict_request_response_logging_config {
    enabled = true
    bigquery_destination { output_uri = "bq://p.${google_bigquery_dataset.eu.dataset_id}.t" }
  }
}
resource "google_vertex_ai_endpoint" "out" {
  name         = "out"
  display_name = "out"
  location     = "us-central1"
  predict_request_response_logging_config {
    enabled = true
    bigquery_destination { output_uri = "bq://p.default" }
  }
}
resource "google_vertex_ai_endpoint" "off" {
  name         = "off"
  display_name = "off"
  location     = var.region
}
resource "google_logging_project_bucket_config" "each" {
  for_each       = { short = 10, long = 4000 }
  project        = "p"
  location       = var.region
  bucket_id      = each.key
  retention_days = each.value
}
resource "google_logging_project_bucket_config" "left_out" {
  project   = "p"
  location  = "global"
  bucket_id = "left"
}
resource "google_secret_manager_secret" "auto" {
  secret_id = "auto"
  replication {
    auto {}
  }
}
resource "google_secret_manager_secret" "placed" {
  secret_id = "placed"
  replication {
    user_managed {
      dynamic "replicas" {
        for_each = ["europe-west3", "us-east1"]
        content { location = replicas.value }
      }
    }
  }
}
resource "google_secret_manager_secret_version" "v" {
  secret      = google_secret_manager_secret.placed.id
  secret_data = "x"
}
resource "google_kms_key_ring" "r" {
  name     = "r"
  location = "europe"
}
resource "google_kms_crypto_key" "k" {
  name     = "k"
  key_ring = google_kms_key_ring.r.id
}
resource "google_pubsub_topic" "open" { name = "open" }
resource "google_pubsub_topic" "held" {
  name = "held"
  message_storage_policy { allowed_persistence_regions = ["europe-west3"] }
}
resource "google_pubsub_subscription" "s" {
  name  = "s"
  topic = google_pubsub_topic.held.id
}
resource "google_compute_instance" "zone" {
  name         = "zone"
  machine_type = "e2-micro"
  zone         = "${var.region}-a"
}
resource "google_compute_instance" "borrowed" {
  provider     = google.london
  name         = "borrowed"
  machine_type = "e2-micro"
}
resource "google_compute_subnetwork" "borrowed" {
  provider = google.london
  name     = "borrowed"
  network  = "n"
}
resource "google_redis_instance" "borrowed" {
  name           = "borrowed"
  memory_size_gb = 1
}
resource "google_spanner_instance" "s" {
  config       = "regional-europe-west3"
  display_name = "s"
}
resource "google_cloud_run_v2_service" "r" {
  name     = "r"
  location = var.region
  template {
    containers {
      image = "x"
      env {
        name  = "CLAUDE_CODE_USE_VERTEX"
        value = "1"
      }
      env {
        name  = "CLOUD_ML_REGION"
        value = "global"
      }
    }
  }
}
resource "google_cloud_run_v2_service" "eu" {
  name     = "eu"
  location = var.region
  template {
    containers {
      image = "x"
      dynamic "env" {
        for_each = { CLAUDE_CODE_USE_VERTEX = "1", CLOUD_ML_REGION = var.region, ANTHROPIC_VERTEX_PROJECT_ID = "p" }
        content {
          name  = env.key
          value = env.value
        }
      }
    }
  }
}
resource "google_org_policy_policy" "in" {
  name   = "projects/p/policies/gcp.resourceLocations"
  parent = "projects/p"
  spec {
    rules {
      values { allowed_values = ["in:eu-locations"] }
    }
  }
}
resource "google_org_policy_policy" "dry" {
  name   = "projects/q/policies/gcp.resourceLocations"
  parent = "projects/q"
  dry_run_spec {
    rules {
      values { allowed_values = ["in:eu-locations"] }
    }
  }
}
resource "google_org_policy_policy" "open" {
  name   = "projects/r/policies/gcp.resourceLocations"
  parent = "projects/r"
  spec {
    inherit_from_parent = true
    rules { allow_all = "TRUE" }
  }
}
resource "google_project_organization_policy" "old" {
  project    = "p"
  constraint = "constraints/gcp.resourceLocations"
  list_policy {
    allow { values = ["in:us-locations", "in:europe-west3-locations"] }
  }
}
