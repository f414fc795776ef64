import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readWebSettings, readWorkerSettings } from '../src/config.js';

const complete = {
  PAYLOAD_KEY: Buffer.alloc(32, 7).toString('base64'),
  CONSENT_REDIRECT_URI: 'https://onboarding.example/consent',
  AZURE_CLIENT_ID: '11111111-2222-3333-4444-555555555555',
  AZURE_CLIENT_SECRET: 'hush',
};

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    readWorkerSettings(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe("the worker's settings", () => {
  it('default to the global cloud and the real MessageMedia', () => {
    expect(readWorkerSettings(complete)).toMatchObject({
      authorityHost: 'https://login.microsoftonline.com',
      graphBaseUrl: 'https://graph.microsoft.com',
      clients: { full: { kind: 'secret', secret: 'hush' } },
      messages: undefined,
    });
  });

  it('know the national clouds by name', () => {
    expect(readWorkerSettings({ ...complete, AZURE_CLOUD: 'china' })).toMatchObject({
      authorityHost: 'https://login.chinacloudapi.cn',
      graphBaseUrl: 'https://microsoftgraph.chinacloudapi.cn',
    });
  });

  it('say everything that is missing, at once', () => {
    const names = problemsOf({}).map((problem) => problem.split(':')[0]);
    expect(names).toEqual(['PAYLOAD_KEY', 'AZURE_CLIENT_ID', 'CONSENT_REDIRECT_URI']);
  });

  it('say everything that is wrong, at once', () => {
    const names = problemsOf({
      ...complete,
      PAYLOAD_KEY: 'c2hvcnQ=',
      AUTHORITY_HOST: 'http://login.example',
      AZURE_CLIENT_CERTIFICATE_PATH: '/tmp/certificate.pem',
      MESSAGEMEDIA_API_KEY: 'key',
      WEBHOOK_URL: 'http://localhost.evil.example/',
      TRUSTED_CA_FILE: '/does/not/exist',
      HEALTH_PORT: '99999',
    }).map((problem) => problem.split(':')[0]);
    expect(names).toEqual(
      expect.arrayContaining([
        'PAYLOAD_KEY',
        'AUTHORITY_HOST',
        'AZURE_CLIENT_ID',
        'WEBHOOK_URL',
        'TRUSTED_CA_FILE',
        'HEALTH_PORT',
      ]),
    );
  });

  it('read secrets from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'secret-'));
    try {
      const file = join(folder, 'secret');
      writeFileSync(file, 'from a file\n');
      const { AZURE_CLIENT_SECRET: _, ...rest } = complete;
      const settings = readWorkerSettings({ ...rest, AZURE_CLIENT_SECRET_FILE: file });
      expect(settings.clients.full).toMatchObject({ secret: 'from a file' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('never repeat a secret in an error', () => {
    expect(problemsOf({ ...complete, PAYLOAD_KEY: 'very-secret-value' }).join()).not.toContain(
      'very-secret-value',
    );
  });
});

describe("the web process's settings", () => {
  const web = {
    PAYLOAD_KEY: complete.PAYLOAD_KEY,
    PUBLIC_URL: 'https://onboarding.example',
    LINK_KEY: Buffer.alloc(32, 9).toString('base64'),
    SIGN_IN_CLIENT_ID: 'sign-in',
    SIGN_IN_CLIENT_SECRET: 'hush',
  };
  const OPERATOR_TENANT_ID = 'd65e983e-5ab2-5eec-ac6c-9399bdebf3ac';
  const OPERATOR_CLIENT_ID = '1d841568-7c9a-57a0-8c10-f89e6b24e818';

  it('serve neither API nor console unless they say for whom, and no console without its secret', () => {
    expect(readWebSettings(web).operators).toBeUndefined();
    const api = readWebSettings({ ...web, OPERATOR_TENANT_ID, OPERATOR_CLIENT_ID });
    expect(api.operators).toMatchObject({ clientId: OPERATOR_CLIENT_ID, clientSecret: undefined });
    const both = { ...web, OPERATOR_TENANT_ID, OPERATOR_CLIENT_ID, OPERATOR_CLIENT_SECRET: 'hush' };
    expect(readWebSettings({ ...both, TEMPORAL_UI_URL: 'https://temporal.example/' })).toMatchObject({
      operators: { clientSecret: 'hush' },
      temporalUiUrl: 'https://temporal.example',
    });
  });

  it('say which of them are missing or wrong, at once', () => {
    const wrong = { ...web, OPERATOR_CLIENT_SECRET: 'hush' };
    expect(() => readWebSettings(wrong)).toThrow(/OPERATOR_CLIENT_SECRET: the console needs/);
    expect(() =>
      readWebSettings({ ...wrong, OPERATOR_CLIENT_ID: 'x', TEMPORAL_UI_URL: 'http://far.example' }),
    ).toThrow(/OPERATOR_CLIENT_ID[\s\S]*TEMPORAL_UI_URL/);
  });
});
