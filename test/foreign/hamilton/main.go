// Hamilton, the Graph client of Terraform's azuread provider 2, against the sandbox.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/manicminer/hamilton/auth"
	"github.com/manicminer/hamilton/environments"
	"github.com/manicminer/hamilton/msgraph"
	"github.com/manicminer/hamilton/odata"
)

const role = "3f1f9ba4-8d0f-4a2e-9b1f-0a8f0c6c5a11"

func p[T any](value T) *T { return &value }

func must(name string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
	fmt.Printf("ok  %s\n", name)
}

func check(name string, holds bool) {
	if !holds {
		must(name, fmt.Errorf("it is not so"))
	}
}

func main() {
	ctx := context.Background()
	tenant := os.Getenv("TENANT")
	config := &auth.Config{
		Environment:            environments.Global,
		TenantID:               tenant,
		ClientID:               os.Getenv("CLIENT_ID"),
		ClientSecret:           os.Getenv("CLIENT_SECRET"),
		EnableClientSecretAuth: true,
	}
	authorizer, err := config.NewAuthorizer(ctx, environments.MsGraphGlobal)
	must("authorizer by secret", err)
	token, err := authorizer.Token()
	must("token", err)
	claims, err := auth.ParseClaims(token)
	must("claims of the token", err)

	users := msgraph.NewUsersClient(tenant)
	users.BaseClient.Authorizer = authorizer
	found, _, err := users.List(ctx, odata.Query{Filter: "startswith(displayName,'Anna')"})
	must("users.List with a filter", err)
	check("one user was found", len(*found) == 1)
	anna := *(*found)[0].ID

	applications := msgraph.NewApplicationsClient(tenant)
	applications.BaseClient.Authorizer = authorizer
	application, _, err := applications.Create(ctx, msgraph.Application{
		DisplayName:    p("Made by Hamilton"),
		SignInAudience: p(msgraph.SignInAudienceAzureADMyOrg),
		AppRoles: &[]msgraph.AppRole{{
			ID: p(role), Value: p("Sender"), DisplayName: p("Sender"), Description: p("Sends"), IsEnabled: p(true),
			AllowedMemberTypes: &[]msgraph.AppRoleAllowedMemberType{msgraph.AppRoleAllowedMemberTypeUser},
		}},
		Web: &msgraph.ApplicationWeb{RedirectUris: &[]string{"https://hamilton.example/acs"}},
	})
	must("applications.Create", err)
	id := *application.ID
	_, err = applications.Update(ctx, msgraph.Application{
		DirectoryObject: msgraph.DirectoryObject{ID: p(id)},
		IdentifierUris:  &[]string{"api://" + *application.AppId},
	})
	must("applications.Update", err)
	read, _, err := applications.Get(ctx, id, odata.Query{})
	must("applications.Get", err)
	check("the identifier is there", len(*read.IdentifierUris) == 1)
	owner := msgraph.DirectoryObject{
		ODataId: (*odata.Id)(p("https://graph.microsoft.com/beta/directoryObjects/" + anna)),
		ID:      p(anna),
	}
	_, err = applications.AddOwners(ctx, &msgraph.Application{
		DirectoryObject: msgraph.DirectoryObject{ID: p(id)},
		Owners:          &msgraph.Owners{owner},
	})
	must("applications.AddOwners", err)
	owners, _, err := applications.ListOwners(ctx, id)
	must("applications.ListOwners", err)
	check("there are two owners", len(*owners) == 2)
	_, err = applications.RemoveOwners(ctx, id, &[]string{claims.ObjectId})
	must("applications.RemoveOwners", err)
	password, _, err := applications.AddPassword(ctx, id, msgraph.PasswordCredential{DisplayName: p("made by Hamilton")})
	must("applications.AddPassword", err)
	_, err = applications.RemovePassword(ctx, id, *password.KeyId)
	must("applications.RemovePassword", err)

	principals := msgraph.NewServicePrincipalsClient(tenant)
	principals.BaseClient.Authorizer = authorizer
	principal, _, err := principals.Create(ctx, msgraph.ServicePrincipal{AppId: application.AppId})
	must("servicePrincipals.Create", err)
	_, err = principals.Update(ctx, msgraph.ServicePrincipal{
		DirectoryObject:           msgraph.DirectoryObject{ID: principal.ID},
		PreferredSingleSignOnMode: p(msgraph.PreferredSingleSignOnModeSaml),
	})
	must("servicePrincipals.Update to SAML", err)
	_, _, err = principals.AddTokenSigningCertificate(ctx, *principal.ID, msgraph.KeyCredential{DisplayName: p("CN=Made by Hamilton")})
	must("servicePrincipals.AddTokenSigningCertificate", err)

	policies := msgraph.NewClaimsMappingPolicyClient(tenant)
	policies.BaseClient.Authorizer = authorizer
	policy, _, err := policies.Create(ctx, msgraph.ClaimsMappingPolicy{
		DisplayName: p("Made by Hamilton"),
		Definition:  &[]string{`{"ClaimsMappingPolicy":{"Version":1,"IncludeBasicClaimSet":"true","ClaimsSchema":[]}}`},
	})
	must("claimsMappingPolicies.Create", err)
	policy.ODataId = (*odata.Id)(p("https://graph.microsoft.com/beta/directoryObjects/" + *policy.ID))
	principal.ClaimsMappingPolicies = &[]msgraph.ClaimsMappingPolicy{*policy}
	_, err = principals.AssignClaimsMappingPolicy(ctx, principal)
	must("servicePrincipals.AssignClaimsMappingPolicy", err)
	assigned, _, err := principals.ListClaimsMappingPolicy(ctx, *principal.ID)
	must("servicePrincipals.ListClaimsMappingPolicy", err)
	check("one policy is assigned", len(*assigned) == 1)
	_, err = principals.RemoveClaimsMappingPolicy(ctx, principal, &[]string{*policy.ID})
	must("servicePrincipals.RemoveClaimsMappingPolicy", err)
	_, err = policies.Delete(ctx, *policy.ID)
	must("claimsMappingPolicies.Delete", err)

	assignment, _, err := principals.AssignAppRoleForResource(ctx, anna, *principal.ID, role)
	must("servicePrincipals.AssignAppRoleForResource", err)
	_, err = principals.RemoveAppRoleAssignment(ctx, *principal.ID, *assignment.Id)
	must("servicePrincipals.RemoveAppRoleAssignment", err)

	_, err = principals.Delete(ctx, *principal.ID)
	must("servicePrincipals.Delete", err)
	_, err = applications.Delete(ctx, id)
	must("applications.Delete", err)
	_, _, err = applications.RestoreDeleted(ctx, id)
	must("applications.RestoreDeleted", err)
	_, err = applications.Delete(ctx, id)
	must("applications.Delete again", err)
	_, err = applications.DeletePermanently(ctx, id)
	must("applications.DeletePermanently", err)
}
