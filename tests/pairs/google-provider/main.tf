variable "region" { default = "europe-west3" }
variable "geo" { default = "eu" }
variable "set" {
  type    = object({ region = string, zone = optional(string) })
  default = { region = "europe-west4" }
}
locals { chosen = { eu = "europe-west1", us = "us-east1" } }
provider "google" {
  project = "p"
  region  = var.region
}
provider "google" {
  alias  = "member"
  region = var.set.region
}
provider "google" {
  alias  = "twice"
  region = var.region == "europe-west3" ? "us-east1" : var.region
}
provider "google" {
  alias  = "replaced"
  region = replace(var.region, "europe-west3", "us-west1")
}
provider "google" {
  alias  = "chosen"
  region = local.chosen[var.geo]
}
provider "google" {
  alias  = "made"
  region = "europe-west${length(var.geo)}"
}
provider "google" {
  alias  = "index"
  region = values(local.chosen)[1]
}
provider "google" {
  alias = "zone"
  zone  = "${var.region}-b"
}
resource "google_redis_instance" "default" {
  name           = "r"
  memory_size_gb = 1
}
resource "google_redis_instance" "member" {
  provider       = google.member
  name           = "r"
  memory_size_gb = 1
}
resource "google_redis_instance" "twice" {
  provider       = google.twice
  name           = "r"
  memory_size_gb = 1
}
resource "google_redis_instance" "replaced" {
  provider       = google.replaced
  name           = "r"
  memory_size_gb = 1
}
resource "google_redis_instance" "chosen" {
  provider       = google.chosen
  name           = "r"
  memory_size_gb = 1
}
resource "google_redis_instance" "made" {
  provider       = google.made
  name           = "r"
  memory_size_gb = 1
}
resource "google_redis_instance" "index" {
  provider       = google.index
  name           = "r"
  memory_size_gb = 1
}
resource "google_compute_instance" "zone" {
  provider     = google.zone
  name         = "i"
  machine_type = "m"
}
resource "google_compute_subnetwork" "zone" {
  provider = google.zone
  name     = "s"
  network  = "n"
}
module "m" {
  source = "./m"
  home   = var.geo == "eu" ? var.region : "us-central1"
}
