/** What other clients need of the sandbox's Graph: each test names the client that fails without it. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { GraphWorld, outcome } from '../../../support/sandboxGraph.js';

const ROLE = '3f1f9ba4-8d0f-4a2e-9b1f-0a8f0c6c5a11';

let graph: GraphWorld;
let anna: string;
let callerId: string;
const at = (id: string) => ({ '@odata.id': `${graph.world.origin}/v1.0/directoryObjects/${id}` });
beforeEach(() => {
  graph = new GraphWorld();
  anna = graph.tenant.users[0]!.id;
  callerId = [...graph.tenant.consents.values()][0]!.servicePrincipalId;
});

/** As go-azure-sdk writes it. */
const fromTerraform = () => ({
  '@odata.type': '#microsoft.graph.application',
  displayName: 'Made by Terraform',
  api: {
    '@odata.type': '#microsoft.graph.apiApplication',
    knownClientApplications: [],
    oauth2PermissionScopes: [],
    requestedAccessTokenVersion: 1,
  },
  appRoles: [
    {
      '@odata.type': '#microsoft.graph.appRole',
      id: ROLE,
      value: 'Sender',
      displayName: 'Sender',
      description: 'Sends',
      isEnabled: true,
      allowedMemberTypes: ['User'],
    },
  ],
  info: { '@odata.type': '#microsoft.graph.informationalUrl' },
  isDeviceOnlyAuthSupported: false,
  isFallbackPublicClient: false,
  publicClient: { redirectUris: [] },
  requiredResourceAccess: [],
  signInAudience: 'AzureADMyOrg',
  spa: { redirectUris: [] },
  tags: [],
  web: {
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: true },
    logoutUrl: 'https://terraform.example/logout',
    redirectUris: ['https://terraform.example/acs'],
  },
});

describe('applications', () => {
  it('are made by POST, with the type of each object in the body and owners bound (Terraform azuread)', () => {
    const id = graph.make('POST', '/applications', {
      ...fromTerraform(),
      'owners@odata.bind': [at(anna)['@odata.id']],
    });
    expect(graph.get(`/applications/${id}`)).toMatchObject({
      displayName: 'Made by Terraform',
      api: { acceptMappedClaims: null, requestedAccessTokenVersion: 1, preAuthorizedApplications: [] },
      web: { implicitGrantSettings: { enableIdTokenIssuance: true } },
      publisherDomain: 'contoso.example',
      parentalControlSettings: { legalAgeGroupRule: 'Allow' },
    });
    const owners = graph.list(`/applications/${id}/owners`);
    expect(owners.map((owner) => [owner['@odata.type'], owner['id']]).sort()).toEqual([
      ['#microsoft.graph.servicePrincipal', callerId],
      ['#microsoft.graph.user', anna],
    ]);
  });

  it('are found by appId before more of a path, and by a quoted id (msgraph SDKs, m365)', () => {
    const id = graph.make('POST', '/applications', fromTerraform());
    const appId = String(graph.get(`/applications/${id}`)['appId']);
    expect(graph.list(`/applications(appId='${appId}')/owners`)).toHaveLength(1);
    expect(graph.get(`/applications('${id}')`)).toMatchObject({ appId });
    expect(outcome(graph.ask('PATCH', `/applications(appId='${appId}')`, { body: { notes: 'n' } }))).toBe(
      '204',
    );
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect(outcome(graph.ask('GET', `/applications(appId='${nobody}')`))).toMatch(
      /^404 Request_ResourceNotFound/,
    );
  });

  it('are read in beta too, which alone has oauth2RequirePostResponse (Terraform azuread)', () => {
    const id = graph.make('POST', '/applications', fromTerraform());
    const body = { '@odata.type': '#microsoft.graph.application', oauth2RequirePostResponse: true };
    expect(outcome(graph.ask('PATCH', `/applications/${id}`, { version: 'beta', body }))).toBe('204');
    const read = graph.get(`/applications/${id}?$select=oauth2RequirePostResponse`, { version: 'beta' });
    expect(read).toMatchObject({
      '@odata.context': 'https://sandbox.test/beta/$metadata#applications/$entity',
      oauth2RequirePostResponse: true,
    });
  });

  it('show their roles at an address of their own; a role without isEnabled is enabled (m365)', () => {
    const id = graph.make('POST', '/applications', fromTerraform());
    const role = {
      id: ROLE,
      value: 'Sender',
      displayName: 'S',
      description: 'S',
      allowedMemberTypes: ['User'],
    };
    expect(outcome(graph.ask('PATCH', `/applications/${id}`, { body: { appRoles: [role] } }))).toBe('204');
    expect(graph.list(`/applications/${id}/appRoles`)).toMatchObject([{ id: ROLE, isEnabled: true }]);
    expect(graph.list(`/myorganization/applications/${id}/appRoles`)).toMatchObject([
      { id: ROLE, value: 'Sender' },
    ]);
  });

  it('are changed by a body that repeats the id of the address, and of no other (Hamilton)', () => {
    const id = graph.make('POST', '/applications', fromTerraform());
    const change = (named: string) =>
      outcome(graph.ask('PATCH', `/applications/${id}`, { body: { id: named, notes: 'n' } }));
    expect(change(id)).toBe('204');
    expect(change(anna)).toMatch(/^400 /);
  });

  it('gain and lose owners by reference (Terraform azuread, m365, Hamilton)', () => {
    const id = graph.make('POST', '/applications', fromTerraform());
    const add = () => outcome(graph.ask('POST', `/applications/${id}/owners/$ref`, { body: at(anna) }));
    expect(add()).toBe('204');
    expect(add()).toMatch(/^400 Request_BadRequest: One or more added object references already exist/);
    const reference = `/applications/${id}/owners/${callerId}/$ref`;
    expect(graph.get(`${reference}?$select=id,url`)).toMatchObject({ id: callerId });
    expect(outcome(graph.ask('GET', `${reference}?$filter=id eq 'a'`))).toMatch(/^400 BadRequest/);
    const remove = () => outcome(graph.ask('DELETE', reference));
    expect(remove()).toBe('204');
    expect(remove()).toMatch(/^404 /);
    expect(graph.list(`/applications/${id}/owners`)).toMatchObject([{ id: anna, displayName: 'Anna Admin' }]);
  });

  it('whose last owner is gone cannot be changed by OwnedBy, and can by All (Terraform azuread)', () => {
    const id = graph.make('POST', '/applications', fromTerraform());
    graph.make('DELETE', `/applications/${id}/owners/${callerId}/$ref`, {});
    const rename = (role: string) =>
      outcome(graph.ask('PATCH', `/applications/${id}`, { body: { displayName: 'X' }, roles: [role] }));
    expect(rename('Application.ReadWrite.OwnedBy')).toMatch(/^403 Authorization_RequestDenied/);
    expect(rename('Application.ReadWrite.All')).toBe('204');
  });

  it('have passwords that are shown once, and are removed by id (m365, Terraform azuread)', () => {
    const id = graph.make('POST', '/applications', fromTerraform());
    const added = graph.ask('POST', `/applications/${id}/addPassword`, {
      body: { passwordCredential: { displayName: 'CLI' } },
    }).body as { keyId: string; secretText: string };
    expect(added.secretText).toMatch(/^\S{40}$/);
    const listed = graph.get(`/applications/${id}`)['passwordCredentials'];
    expect(listed).toMatchObject([{ displayName: 'CLI', keyId: added.keyId, secretText: null }]);
    const remove = () =>
      outcome(graph.ask('POST', `/applications/${id}/removePassword`, { body: { keyId: added.keyId } }));
    expect(remove()).toBe('204');
    expect(remove()).toMatch(/^400 Request_BadRequest: No password credential found/);
  });
});

describe('service principals', () => {
  const make = () => {
    const id = graph.make('POST', '/applications', fromTerraform());
    const appId = String(graph.get(`/applications/${id}`)['appId']);
    return { appId, id: graph.make('POST', '/servicePrincipals', { appId, description: 'd', notes: null }) };
  };

  it('are made by POST, once for each application (Terraform azuread, msgraph SDKs)', () => {
    const { appId, id } = make();
    expect(graph.get(`/servicePrincipals/${id}`)).toMatchObject({
      appId,
      description: 'd',
      alternativeNames: [],
      appOwnerOrganizationId: graph.tenant.id,
      signInAudience: 'AzureADMyOrg',
      oauth2PermissionScopes: [],
    });
    expect(outcome(graph.ask('POST', '/servicePrincipals', { body: { appId } }))).toMatch(
      /^409 Request_MultipleObjectsWithSameKeyValue/,
    );
    expect(graph.list(`/servicePrincipals/${id}/owners`)).toMatchObject([{ id: callerId }]);
  });

  it('have samlMetadataUrl in beta alone (Terraform azuread)', () => {
    const path = `/servicePrincipals/${make().id}?$select=id,samlMetadataUrl`;
    expect(outcome(graph.ask('GET', path, { version: 'beta' }))).toBe('200');
    expect(outcome(graph.ask('GET', path))).toMatch(
      /^400 BadRequest: Parsing OData Select and Expand failed/,
    );
  });

  it('are deleted with the assignments to them, and restored (Terraform azuread, m365)', () => {
    const { id } = make();
    const body = { principalId: anna, resourceId: id, appRoleId: ROLE };
    graph.make('POST', `/servicePrincipals/${id}/appRoleAssignedTo`, body);
    graph.make('DELETE', `/servicePrincipals/${id}`, {});
    expect(outcome(graph.ask('GET', `/servicePrincipals/${id}`))).toMatch(/^404/);
    expect(graph.list(`/users/${anna}/appRoleAssignments`)).toEqual([]);
    expect(outcome(graph.ask('POST', `/directory/deletedItems/${id}/restore`))).toBe('200');
    expect(graph.list(`/users/${anna}/appRoleAssignments`)).toHaveLength(1);
  });

  it('give roles from either side, and each assignment is read by its id (Terraform azuread, m365)', () => {
    const { id } = make();
    const body = { principalId: anna, resourceId: id, appRoleId: ROLE };
    const assignment = graph.make('POST', `/users/${anna}/appRoleAssignments`, body);
    const read = graph.get(`/servicePrincipals/${id}/appRoleAssignedTo/${assignment}`);
    expect(read).toMatchObject({ ...body, principalType: 'User', principalDisplayName: 'Anna Admin' });
    graph.make('DELETE', `/users/${anna}/appRoleAssignments/${assignment}`, {});
    expect(outcome(graph.ask('GET', `/servicePrincipals/${id}/appRoleAssignedTo/${assignment}`))).toMatch(
      /^404/,
    );
  });

  it('take a claims policy that is referred to by directoryObjects, in beta too (Terraform azuread)', () => {
    const { id } = make();
    const policy = graph.tenant.claimsPolicies.all()[0]!.id;
    const body = { '@odata.id': `${graph.world.origin}/beta/directoryObjects/${policy}` };
    const path = `/servicePrincipals/${id}/claimsMappingPolicies/$ref`;
    expect(outcome(graph.ask('POST', path, { body }))).toBe('204');
    expect(graph.list(`/servicePrincipals/${id}/claimsMappingPolicies`)).toMatchObject([{ id: policy }]);
  });
});

describe('the directory', () => {
  it('shows objects of any type by id, one and many (Terraform azuread, m365)', () => {
    expect(graph.get(`/directoryObjects/${anna}`)).toMatchObject({ '@odata.type': '#microsoft.graph.user' });
    const group = graph.tenant.groups[0]!.id;
    const nobody = '00000000-0000-4000-8000-000000000000';
    const byIds = (types?: string[]) =>
      graph.ask('POST', '/directoryObjects/getByIds', { body: { ids: [anna, group, nobody], types } }).body;
    expect(byIds()).toMatchObject({ value: [{ id: anna }, { id: group }] });
    expect(byIds(['group'])).toMatchObject({ value: [{ id: group }] });
  });

  it('shows members with their type and what may be read of them (msgraph SDKs, m365)', () => {
    const { id, memberIds } = graph.tenant.groups[0]!;
    const members = (roles: string[]) => graph.list(`/groups/${id}/members`, { roles });
    expect(members(['GroupMember.Read.All'])[0]).toEqual({
      '@odata.type': '#microsoft.graph.user',
      id: memberIds[0],
    });
    expect(members(['GroupMember.Read.All', 'User.Read.All'])[0]).toHaveProperty('displayName');
  });

  it('has roles with members, domains, and an organization by id (m365)', () => {
    const [role] = graph.list("/directoryRoles?$filter=displayName eq 'Global Administrator'");
    expect(role).toMatchObject({ roleTemplateId: '62e90394-69f5-4237-9190-012177145e10' });
    expect(graph.list(`/directoryRoles/${String(role!['id'])}/members`)).toMatchObject([{ id: anna }]);
    expect(graph.list('/domains')).toMatchObject([{ id: 'contoso.example', isDefault: true }]);
    expect(graph.get(`/organization/${graph.tenant.id}`)).toMatchObject({ displayName: 'Contoso' });
  });

  it('shows the users of a group as users, and nothing about the data where none is wanted (m365)', () => {
    const { id, memberIds } = graph.tenant.groups[0]!;
    const none = { headers: { accept: 'application/json;odata.metadata=none' } };
    const members = graph.get(`/groups/${id}/members/microsoft.graph.user?$select=id`, none);
    expect(members).toEqual({ value: memberIds.map((member) => ({ id: member })) });
    expect(graph.list(`/groups/${id}/Members`)).toHaveLength(memberIds.length);
    expect(graph.list(`/groups/${id}/Owners`)).toEqual([]);
  });

  it('knows employeeOrgData, and nobody who has a manager (Terraform azuread)', () => {
    expect(outcome(graph.ask('GET', `/users/${anna}?$select=id,employeeOrgData`))).toBe('200');
    expect(outcome(graph.ask('GET', `/users/${anna}/manager`))).toMatch(
      /^404 Request_ResourceNotFound: Resource 'manager' does not exist/,
    );
  });

  it('knows no /me for an application (msgraph SDKs)', () => {
    expect(outcome(graph.ask('GET', '/me'))).toBe(
      '400 BadRequest: /me request is only valid with delegated authentication flow.',
    );
  });
});
