"""The Microsoft Graph SDK for Python and azure-identity, as an application would use them, against the sandbox."""

import asyncio
import json
import os

from azure.core.exceptions import ClientAuthenticationError
from azure.identity import CertificateCredential, ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphServiceClient
from msgraph.generated.applications.applications_request_builder import ApplicationsRequestBuilder
from msgraph.generated.models.app_role import AppRole
from msgraph.generated.models.app_role_assignment import AppRoleAssignment
from msgraph.generated.models.application import Application
from msgraph.generated.models.claims_mapping_policy import ClaimsMappingPolicy
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.reference_create import ReferenceCreate
from msgraph.generated.models.service_principal import ServicePrincipal
from msgraph.generated.models.web_application import WebApplication
from msgraph.generated.service_principals.item.add_token_signing_certificate.add_token_signing_certificate_post_request_body import (
    AddTokenSigningCertificatePostRequestBody,
)
from msgraph.generated.users.users_request_builder import UsersRequestBuilder
from msgraph_core.tasks.page_iterator import PageIterator
from msgraph_core.requests.batch_request_builder import BatchRequestBuilder
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_item import BatchRequestItem

TENANT = os.environ["TENANT"]
CLIENT_ID = os.environ["CLIENT_ID"]
SECRET = os.environ["CLIENT_SECRET"]
ROLE = "3f1f9ba4-8d0f-4a2e-9b1f-0a8f0c6c5a11"
SCOPES = ["https://graph.microsoft.com/.default"]


def step(name):
    print(f"ok  {name}", flush=True)


def credentials():
    by_secret = ClientSecretCredential(TENANT, CLIENT_ID, SECRET)
    assert by_secret.get_token(*SCOPES).token
    step("azure-identity: token by secret")
    by_certificate = CertificateCredential(TENANT, CLIENT_ID, os.environ["CERTIFICATE"])
    assert by_certificate.get_token(*SCOPES).token
    step("azure-identity: token by certificate")
    try:
        ClientSecretCredential(TENANT, CLIENT_ID, "wrong").get_token(*SCOPES)
        raise AssertionError("a wrong secret was taken")
    except ClientAuthenticationError as error:
        assert "AADSTS7000215" in str(error), error
    step("azure-identity: a wrong secret is refused by its AADSTS number")
    return by_certificate


async def directory(graph):
    organization = (await graph.organization.get()).value[0]
    assert organization.id == TENANT, organization
    step("organization.get")

    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        top=2, count=True, orderby=["displayName"], select=["id", "displayName", "userPrincipalName"]
    )
    request = RequestConfiguration(query_parameters=query)
    request.headers.add("ConsistencyLevel", "eventual")
    first = await graph.users.get(request_configuration=request)
    names = []
    iterator = PageIterator(first, graph.request_adapter)
    await iterator.iterate(lambda user: names.append(user.display_name) or True)
    assert len(names) == first.odata_count and names == sorted(names), names
    step("users.get by pages, sorted and counted")

    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        filter="startswith(displayName,'Anna') and userType eq 'Member'"
    )
    found = await graph.users.get(RequestConfiguration(query_parameters=query))
    assert [user.display_name for user in found.value] == ["Anna Admin"]
    anna = await graph.users.by_user_id(found.value[0].user_principal_name).get()
    assert anna.id == found.value[0].id
    step("users.get with a filter, and by name")

    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(filter="faxNumber eq '1'")
    try:
        await graph.users.get(RequestConfiguration(query_parameters=query))
        raise AssertionError("an unsupported filter was answered")
    except ODataError as error:
        assert error.error.code == "Request_UnsupportedQuery", error
    step("a filter that Graph does not answer is an ODataError")

    groups = await graph.groups.get()
    members = await graph.groups.by_group_id(groups.value[0].id).members.get()
    assert members.value[0].odata_type == "#microsoft.graph.user"
    step("groups.get and their members, of their types")
    return anna


async def enterprise_application(graph, anna):
    application = await graph.applications.post(
        Application(
            display_name="Made by Python",
            app_roles=[
                AppRole(
                    id=ROLE,
                    value="Sender",
                    display_name="Sender",
                    description="Sends",
                    is_enabled=True,
                    allowed_member_types=["User"],
                )
            ],
            web=WebApplication(redirect_uris=["https://python.example/acs"]),
        )
    )
    by_id = graph.applications.by_application_id(application.id)
    await by_id.patch(Application(notes="changed", identifier_uris=[f"api://{application.app_id}"]))
    read = await by_id.get()
    assert read.notes == "changed" and read.web.redirect_uris == ["https://python.example/acs"], read
    by_app_id = await graph.applications_with_app_id(application.app_id).get()
    assert by_app_id.id == application.id
    step("applications: post, patch, get by id and by appId")

    query = ApplicationsRequestBuilder.ApplicationsRequestBuilderGetQueryParameters(
        filter=f"identifierUris/any(x:x eq 'api://{application.app_id}')", expand=["owners"]
    )
    found = await graph.applications.get(RequestConfiguration(query_parameters=query))
    assert len(found.value) == 1 and len(found.value[0].owners) == 1, found
    owner = ReferenceCreate(odata_id=f"https://graph.microsoft.com/v1.0/directoryObjects/{anna.id}")
    await by_id.owners.ref.post(owner)
    assert len((await by_id.owners.get()).value) == 2
    await by_id.owners.by_directory_object_id(anna.id).ref.delete()
    step("applications: filter, expand, owners added and removed")

    principal = await graph.service_principals.post(ServicePrincipal(app_id=application.app_id))
    by_principal = graph.service_principals.by_service_principal_id(principal.id)
    await by_principal.patch(
        ServicePrincipal(preferred_single_sign_on_mode="saml", app_role_assignment_required=True)
    )
    certificate = await by_principal.add_token_signing_certificate.post(
        AddTokenSigningCertificatePostRequestBody(display_name="CN=Made by Python")
    )
    await by_principal.patch(
        ServicePrincipal(preferred_token_signing_key_thumbprint=certificate.thumbprint)
    )
    assert len((await by_principal.get()).key_credentials) == 2
    step("servicePrincipals: post, SAML mode, signing certificate")

    definition = {"ClaimsMappingPolicy": {"Version": 1, "IncludeBasicClaimSet": "true", "ClaimsSchema": []}}
    policy = await graph.policies.claims_mapping_policies.post(
        ClaimsMappingPolicy(display_name="Made by Python", definition=[json.dumps(definition)])
    )
    reference = ReferenceCreate(
        odata_id=f"https://graph.microsoft.com/v1.0/policies/claimsMappingPolicies/{policy.id}"
    )
    await by_principal.claims_mapping_policies.ref.post(reference)
    assert [p.id for p in (await by_principal.claims_mapping_policies.get()).value] == [policy.id]
    await by_principal.claims_mapping_policies.by_claims_mapping_policy_id(policy.id).ref.delete()
    await graph.policies.claims_mapping_policies.by_claims_mapping_policy_id(policy.id).delete()
    step("claims mapping policy: post, assign, list, unassign, delete")

    assignment = await by_principal.app_role_assigned_to.post(
        AppRoleAssignment(principal_id=anna.id, resource_id=principal.id, app_role_id=ROLE)
    )
    of_anna = await graph.users.by_user_id(anna.id).app_role_assignments.get()
    assert assignment.id in [item.id for item in of_anna.value]
    await by_principal.app_role_assigned_to.by_app_role_assignment_id(assignment.id).delete()
    step("app role assignment: post, list of the user's, delete")
    return application, principal


async def batch_and_removal(graph, application, principal):
    adapter = graph.request_adapter
    content = BatchRequestContent()
    for id, request in [
        ("organization", graph.organization.to_get_request_information()),
        ("application", graph.applications.by_application_id(application.id).to_get_request_information()),
    ]:
        item = BatchRequestItem(request, id)
        # Else Graph finds no resource: msgraph-sdk-python#1015.
        item.url = item.url.replace(adapter.base_url, "").replace("//", "/")
        content.add_request(item.id, item)
    replies = await BatchRequestBuilder(adapter).post(content)
    for id in ["organization", "application"]:
        assert replies.get_response_by_id(id).status == 200, id
    step("a batch of two")

    await graph.service_principals.by_service_principal_id(principal.id).delete()
    by_id = graph.applications.by_application_id(application.id)
    await by_id.delete()
    try:
        await by_id.get()
        raise AssertionError("it is still there")
    except ODataError as error:
        assert error.response_status_code == 404
        assert error.error.code == "Request_ResourceNotFound", error
    step("delete, and the 404 behind it")
    deleted = graph.directory.deleted_items.by_directory_object_id(application.id)
    await deleted.restore.post()
    assert (await by_id.get()).app_id == application.app_id
    await by_id.delete()
    await deleted.delete()
    step("restore, and remove for good")
    try:
        await graph.me.get()
        raise AssertionError("an application is somebody")
    except ODataError as error:
        assert "delegated" in error.error.message
    step("me.get is refused to an application")


async def main():
    graph = GraphServiceClient(credentials(), SCOPES)
    anna = await directory(graph)
    application, principal = await enterprise_application(graph, anna)
    await batch_and_removal(graph, application, principal)


asyncio.run(main())
