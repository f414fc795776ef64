terraform {
  required_providers {
    azuread = {
      source  = "hashicorp/azuread"
      version = "3.9.0"
    }
  }
}

variable "relay_state" {
  type = string
}
variable "user" {
  type = string
}

data "azuread_client_config" "current" {}

data "azuread_user" "sender" {
  user_principal_name = var.user
}

resource "azuread_application" "hub" {
  display_name    = "Made by Terraform"
  identifier_uris = ["api://made-by-terraform.contoso.example"]
  owners          = [data.azuread_client_config.current.object_id]
  app_role {
    id                   = "3f1f9ba4-8d0f-4a2e-9b1f-0a8f0c6c5a11"
    value                = "Sender"
    display_name         = "Sender"
    description          = "Sends"
    allowed_member_types = ["User"]
  }
  web {
    redirect_uris = ["https://terraform.example/acs"]
    logout_url    = "https://terraform.example/logout"
  }
}

resource "azuread_service_principal" "hub" {
  client_id                     = azuread_application.hub.client_id
  owners                        = [data.azuread_client_config.current.object_id]
  app_role_assignment_required  = true
  preferred_single_sign_on_mode = "saml"
  login_url                     = "https://terraform.example/login"
  notification_email_addresses  = ["it@contoso.example"]
  saml_single_sign_on {
    relay_state = var.relay_state
  }
  feature_tags {
    enterprise            = true
    custom_single_sign_on = true
  }
}

resource "azuread_service_principal_token_signing_certificate" "hub" {
  service_principal_id = azuread_service_principal.hub.id
  display_name         = "CN=Made by Terraform"
  end_date             = timeadd(plantimestamp(), "8760h")
  lifecycle {
    ignore_changes = [end_date]
  }
}

resource "azuread_claims_mapping_policy" "hub" {
  display_name = "Made by Terraform"
  definition = [jsonencode({
    ClaimsMappingPolicy = {
      Version              = 1
      IncludeBasicClaimSet = "true"
      ClaimsSchema = [
        { Source = "user", ID = "mail", SamlClaimType = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress" },
      ]
    }
  })]
}

resource "azuread_service_principal_claims_mapping_policy_assignment" "hub" {
  service_principal_id     = azuread_service_principal.hub.id
  claims_mapping_policy_id = azuread_claims_mapping_policy.hub.id
}

resource "azuread_app_role_assignment" "sender" {
  app_role_id         = azuread_application.hub.app_role_ids["Sender"]
  principal_object_id = data.azuread_user.sender.object_id
  resource_object_id  = azuread_service_principal.hub.object_id
}
