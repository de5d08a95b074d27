variable "home" {}
provider "google" { region = var.home }
resource "google_redis_instance" "in" {
  name           = "r"
  memory_size_gb = 1
}
