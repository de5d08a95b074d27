variable "region" {
  description = "Source region: one of the six whose `eu.` profile stays inside the EU."
  type        = string
  default     = "eu-central-1"
}

variable "retention_in_days" {
  description = "How long prompts stay in the log."
  type        = number
  default     = 30
}
