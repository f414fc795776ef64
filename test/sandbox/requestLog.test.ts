import { expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { runPipeline } from '../support/pipeline.js';
import { startTestSandbox } from '../support/sandbox.js';

const line = z.strictObject({ method: z.string(), url: z.string(), body: z.unknown(), status: z.int() });

it('the request log has a line for each Graph request: v1.0 alone, and no more than an onboarding needs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'request-log-'));
  const requestLog = join(folder, 'requests.jsonl');
  const world = await startTestSandbox({ requestLog });
  try {
    const { tenants, clients } = world.sandbox.world;
    consent(tenants[0]!, clients[0]!, clients[0]!.requestedPermissions);
    await runPipeline(world);
    const lines = readFileSync(requestLog, 'utf8')
      .trim()
      .split('\n')
      .map((text) => line.parse(JSON.parse(text)));
    expect(lines.filter(({ url }) => !url.startsWith('/v1.0/'))).toEqual([]);
    const writes = lines.filter(({ method }) => method !== 'GET');
    const calls = writes.map(
      ({ method, url }) => `${method} ${url.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')}`,
    );
    expect(calls).toEqual([
      'POST /v1.0/$batch', // looks at the tenant
      "PATCH /v1.0/applications(uniqueName='messagemedia-sso-contoso')",
      "PATCH /v1.0/servicePrincipals(appId='…')",
      'PATCH /v1.0/servicePrincipals/…',
      'PATCH /v1.0/applications/…',
      'PATCH /v1.0/applications/…', // the indexes of its reply URLs, O1
      'PATCH /v1.0/servicePrincipals/…',
      'POST /v1.0/policies/claimsMappingPolicies',
      'POST /v1.0/servicePrincipals/…/claimsMappingPolicies/$ref',
      'POST /v1.0/servicePrincipals/…/addTokenSigningCertificate',
      'PATCH /v1.0/servicePrincipals/…',
      'POST /v1.0/$batch',
      'POST /v1.0/$batch',
      'POST /v1.0/$batch',
      'POST /v1.0/$batch',
    ]);
  } finally {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
