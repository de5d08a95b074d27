variable "region" { default = "us-east-1" }
provider "kubernetes" {}
resource "kubernetes_config_map" "env" {
  metadata { name = "env" }
  data = { CLAUDE_CODE_USE_BEDROCK = "1", AWS_REGION = var.region }
}
resource "kubernetes_deployment" "direct" {
  metadata { name = "direct" }
  spec {
    selector { match_labels = { app = "a" } }
    template {
      metadata { labels = { app = "a" } }
      spec {
        container {
          name  = "c"
          image = "i"
          dynamic "env" {
            for_each = { CLAUDE_CODE_USE_BEDROCK = "1", AWS_REGION = "eu-central-1" }
            content {
              name  = env.key
              value = env.value
            }
          }
        }
      }
    }
  }
}
resource "kubernetes_deployment" "mapped" {
  metadata { name = "mapped" }
  spec {
    selector { match_labels = { app = "b" } }
    template {
      metadata { labels = { app = "b" } }
      spec {
        container {
          name  = "c"
          image = "i"
          args  = ["--base-url", "https://api.anthropic.com"]
          env_from {
            config_map_ref { name = kubernetes_config_map.env.metadata[0].name }
          }
        }
      }
    }
  }
}
resource "kubernetes_deployment" "secret" {
  metadata { name = "secret" }
  spec {
    selector { match_labels = { app = "c" } }
    template {
      metadata { labels = { app = "c" } }
      spec {
        container {
          name  = "c"
          image = "i"
          env {
            name = "ANTHROPIC_BASE_URL"
            value_from {
              secret_key_ref {
                name = "s"
                key  = "k"
              }
            }
          }
        }
      }
    }
  }
}
