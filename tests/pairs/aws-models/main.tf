data "aws_region" "here" {}
data "aws_caller_identity" "me" {}
variable "model" { default = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0" }
provider "aws" { region = "eu-central-1" }
locals {
  account = "111122223333"
  sources = {
    eu     = "arn:aws:bedrock:eu-central-1:${local.account}:inference-profile/${var.model}"
    global = "arn:aws:bedrock:eu-central-1:${local.account}:inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0"
    us     = "arn:aws:bedrock:us-east-1:${local.account}:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0"
    model  = "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"
  }
}
resource "aws_bedrock_inference_profile" "each" {
  for_each = local.sources
  name     = each.key
  model_source { copy_from = each.value }
}
resource "aws_bedrock_inference_profile" "here" {
  name = "here"
  model_source {
    copy_from = "arn:aws:bedrock:${data.aws_region.here.region}:${data.aws_caller_identity.me.account_id}:inference-profile/${var.model}"
  }
}
resource "aws_bedrock_inference_profile" "chained" {
  name = "chained"
  model_source { copy_from = aws_bedrock_inference_profile.each["global"].arn }
}
resource "aws_bedrockagent_agent" "eu" {
  agent_name              = "eu"
  agent_resource_role_arn = "arn:aws:iam::111122223333:role/r"
  foundation_model        = var.model
}
resource "aws_bedrockagent_agent" "global" {
  agent_name              = "global"
  agent_resource_role_arn = "arn:aws:iam::111122223333:role/r"
  foundation_model        = replace(var.model, "eu.", "global.")
}
resource "aws_bedrockagent_agent" "profile" {
  agent_name              = "profile"
  agent_resource_role_arn = "arn:aws:iam::111122223333:role/r"
  foundation_model        = aws_bedrock_inference_profile.each["eu"].arn
}
resource "aws_bedrockagent_knowledge_base" "in" {
  name     = "in"
  role_arn = "arn:aws:iam::111122223333:role/r"
  knowledge_base_configuration {
    type = "VECTOR"
    vector_knowledge_base_configuration {
      embedding_model_arn = "arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0"
    }
  }
  storage_configuration {
    type = "OPENSEARCH_SERVERLESS"
    opensearch_serverless_configuration {
      collection_arn    = "arn:aws:aoss:eu-central-1:111122223333:collection/x"
      vector_index_name = "i"
    }
  }
}
resource "aws_bedrockagent_knowledge_base" "out" {
  name     = "out"
  role_arn = "arn:aws:iam::111122223333:role/r"
  knowledge_base_configuration {
    type = "VECTOR"
    vector_knowledge_base_configuration {
      embedding_model_arn = "arn:aws:bedrock:${data.aws_region.here.name}::foundation-model/cohere.embed-v4:0"
    }
  }
  storage_configuration {
    type = "PINECONE"
    pinecone_configuration {
      connection_string      = "https://x.pinecone.io"
      credentials_secret_arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:x"
    }
  }
}
resource "aws_bedrockagent_prompt" "p" {
  name = "p"
  dynamic "variant" {
    for_each = [var.model, "us.anthropic.claude-sonnet-4-5-20250929-v1:0"]
    content {
      name          = "v${variant.key}"
      model_id      = variant.value
      template_type = "TEXT"
    }
  }
}
resource "aws_bedrockagent_prompt" "none" { name = "none" }
resource "aws_bedrock_account_data_retention" "all" { mode = "NONE" }
