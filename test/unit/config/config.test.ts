import { describe, expect, it } from '@jest/globals';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../../src/config/read.js';
import { readCodecSettings } from '../../../src/config/codec.js';
import { readTemporalSettings } from '../../../src/config/temporal.js';
import { readWebSettings } from '../../../src/config/web.js';
import { readWorkerSettings } from '../../../src/config/worker.js';
import { makeCertificate } from '../../../sandbox/tls.js';

const complete = {
  PAYLOAD_KEY: Buffer.alloc(32, 7).toString('base64'),
  CONSENT_REDIRECT_URI: 'https://onboarding.example/consent',
  AZURE_CLIENT_ID: '11111111-2222-3333-4444-555555555555',
  AZURE_CLIENT_SECRET: 'hush',
};

const web = {
  PAYLOAD_KEY: complete.PAYLOAD_KEY,
  PUBLIC_URL: 'https://onboarding.example',
  LINK_KEY: Buffer.alloc(32, 9).toString('base64'),
  SESSION_KEY: Buffer.alloc(32, 11).toString('base64'),
  SIGN_IN_CLIENT_ID: 'sign-in',
  SIGN_IN_CLIENT_SECRET: 'hush',
};

/** A folder of files, while the work lasts. */
function withFiles(files: Record<string, string>, work: (path: (name: string) => string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  const path = (name: string) => join(folder, name);
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(path(name), content);
    work(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    readWorkerSettings(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe("the codec server's settings", () => {
  const { PAYLOAD_KEY } = complete;

  it('name pages, hosts and the provider of tokens; a provider is named altogether', () => {
    expect(readCodecSettings({ PAYLOAD_KEY })).toMatchObject({
      uiOrigins: ['http://localhost:8233'],
      allowedHosts: [],
      tokens: undefined,
    });
    const issuer = 'https://login.example/tenant/v2.0';
    const given = {
      CODEC_UI_ORIGINS: 'https://ui.example, http://localhost:8080',
      CODEC_ALLOWED_HOSTS: 'codec.example,codec:8234',
      CODEC_TOKEN_ISSUER: issuer,
      CODEC_TOKEN_AUDIENCE: 'codec',
    };
    expect(readCodecSettings({ PAYLOAD_KEY, ...given })).toMatchObject({
      uiOrigins: ['https://ui.example', 'http://localhost:8080'],
      allowedHosts: ['codec.example', 'codec:8234'],
      tokens: { issuer, audience: 'codec' },
    });
    for (const half of [
      { CODEC_TOKEN_ISSUER: issuer },
      { CODEC_TOKEN_ROLE: 'x' },
      { CODEC_UI_ORIGINS: 'x' },
    ]) {
      expect(() => readCodecSettings({ PAYLOAD_KEY, ...half })).toThrow(ConfigError);
    }
  });
});

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
      authorityHost: 'https://login.partner.microsoftonline.cn',
      graphBaseUrl: 'https://microsoftgraph.chinacloudapi.cn',
    });
  });

  it("make applications by upsert, or from the template of the cloud's own", () => {
    const templateOf = (env: Record<string, string>) =>
      readWorkerSettings({ ...complete, ...env }).templateId;
    expect(templateOf({})).toBeUndefined();
    expect(templateOf({ APPLICATION_CREATION: 'template' })).toBe('8adf8e6e-67b2-4cf2-a259-e3dc5476c621');
    expect(templateOf({ APPLICATION_CREATION: 'template', AZURE_CLOUD: 'china' })).toBe(
      '5a532e38-1581-4918-9658-008dc27c1d68',
    );
    expect(problemsOf({ ...complete, APPLICATION_CREATION: 'portal' })).toEqual([
      expect.stringContaining('APPLICATION_CREATION'),
    ]);
  });

  it('of a mail server need TLS, unless they say otherwise, and no password without it', () => {
    const emailWith = (env: Record<string, string>) =>
      readWorkerSettings({ ...complete, EMAIL_FROM: 'sso@example.com', ...env }).email;
    expect(readWorkerSettings(complete).email).toBeUndefined();
    expect(emailWith({ SMTP_URL: 'smtp://mail.example' })).toMatchObject({ port: 587, tls: 'required' });
    expect(emailWith({ SMTP_URL: 'smtps://mail.example' })).toMatchObject({ port: 465, tls: 'wrapped' });
    expect(emailWith({ SMTP_URL: 'smtp://mail.example:25', SMTP_TLS: 'none' })).toMatchObject({
      ...{ host: 'mail.example', port: 25, tls: 'none' },
    });
    const wrong = (env: Record<string, string>) => problemsOf({ ...complete, ...env }).join();
    expect(wrong({ SMTP_URL: 'smtp://mail.example' })).toContain('SMTP_URL and EMAIL_FROM: give both');
    expect(wrong({ SMTP_URL: 'smtp://user:secret@mail.example', EMAIL_FROM: 'a@b.example' })).toContain(
      'user and password are SMTP_USER and SMTP_PASSWORD',
    );
    const login = { SMTP_USER: 'user', SMTP_PASSWORD: 'secret', EMAIL_FROM: 'a@b.example' };
    expect(wrong({ ...login, SMTP_URL: 'smtp://mail.example', SMTP_TLS: 'none' })).toContain('in clear text');
  });

  it('say everything that is missing, at once', () => {
    const names = problemsOf({}).map((problem) => problem.split(':')[0]);
    expect(names).toEqual(['PAYLOAD_KEY', 'AZURE_CLIENT_ID', 'CONSENT_REDIRECT_URI']);
    expect(problemsOf({ AZURE_CLOUD: 'mars' }).map((line) => line.split(':')[0])).toContain(
      'AZURE_CLIENT_ID',
    );
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
    const { AZURE_CLIENT_SECRET: _, ...rest } = complete;
    withFiles({ secret: 'from a file\n' }, (path) => {
      const settings = readWorkerSettings({ ...rest, AZURE_CLIENT_SECRET_FILE: path('secret') });
      expect(settings.clients.full).toMatchObject({ secret: 'from a file' });
    });
  });

  it('open no file of the secrets of other processes, which have folders of their own', () => {
    const missing = '/secrets/of-another-process';
    const worker = { ...complete, SIGN_IN_CLIENT_SECRET_FILE: missing, OPERATOR_CLIENT_SECRET_FILE: missing };
    expect(problemsOf(worker)).toEqual([]);
    const ofWorkers = { AZURE_CLIENT_SECRET_FILE: missing, MESSAGEMEDIA_API_SECRET_FILE: missing };
    expect(readWebSettings({ ...web, ...ofWorkers }).signIn.clientSecret).toBe('hush');
    expect(readTemporalSettings({ ...complete, ...ofWorkers }).taskQueue).toBe('sso-onboarding');
    expect(problemsOf({ ...complete, MESSAGEMEDIA_API_KEY: 'key', ...ofWorkers })).toEqual([
      expect.stringMatching(/^MESSAGEMEDIA_API_SECRET_FILE: cannot be read: .*ENOENT/),
      expect.stringMatching(/^MESSAGEMEDIA_API_KEY and MESSAGEMEDIA_API_SECRET: give both/),
    ]);
  });

  it('say what is wrong with the proof of a client before anything is asked with it', () => {
    const { AZURE_CLIENT_SECRET: _, ...rest } = complete;
    const dates = { notBefore: new Date('2026-01-01'), notAfter: new Date('2027-01-01') };
    const one = makeCertificate({ commonName: 'one', ...dates });
    const other = makeCertificate({ commonName: 'other', ...dates });
    const encrypted = createPrivateKey(one.privateKeyPem)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' })
      .toString();
    const files = {
      good: one.privateKeyPem + one.certificatePem,
      encrypted: one.certificatePem + encrypted,
      mixed: other.privateKeyPem + one.certificatePem,
      keyless: one.certificatePem,
      empty: '\n',
    };
    withFiles(files, (path) => {
      const certificate = (name: string) => ({ ...rest, AZURE_CLIENT_CERTIFICATE_PATH: path(name) });
      const password = { AZURE_CLIENT_CERTIFICATE_PASSWORD: 'open' };
      expect(problemsOf(certificate('good'))).toEqual([]);
      expect(problemsOf({ ...certificate('encrypted'), ...password })).toEqual([]);
      const wrong = {
        'AZURE_CLIENT_CERTIFICATE_PATH: cannot be read': certificate('mistyped'),
        'AZURE_CLIENT_CERTIFICATE_PATH: its private key belongs to another': certificate('mixed'),
        'AZURE_CLIENT_CERTIFICATE_PATH: must be a PEM with': certificate('keyless'),
        'AZURE_CLIENT_CERTIFICATE_PATH: must be a PEM': certificate('encrypted'),
        'AZURE_FEDERATED_TOKEN_FILE: is empty': { ...rest, AZURE_FEDERATED_TOKEN_FILE: path('empty') },
      };
      for (const [problem, env] of Object.entries(wrong)) {
        expect(problemsOf(env)).toEqual([expect.stringContaining(problem)]);
      }
    });
  });

  it('take several payload keys, the first of which encrypts', () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const both = `${one.toString('base64')},${two.toString('base64')}`;
    expect(readWorkerSettings({ ...complete, PAYLOAD_KEY: both }).payloadKeys).toEqual([one, two]);
    expect(problemsOf({ ...complete, PAYLOAD_KEY: `${both},c2hvcnQ=` })).toEqual([
      expect.stringContaining('PAYLOAD_KEY: must be 32 bytes in base64'),
    ]);
  });

  it('never repeat a secret in an error', () => {
    expect(problemsOf({ ...complete, PAYLOAD_KEY: 'very-secret-value' }).join()).not.toContain(
      'very-secret-value',
    );
  });
});

describe("the web process's settings", () => {
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

  it('believe what a proxy on the same machine tells where their own address has TLS, since they speak none', () => {
    expect(readWebSettings(web).trustedProxies).toEqual(['loopback']);
    expect(readWebSettings({ ...web, PUBLIC_URL: 'http://localhost:8080' }).trustedProxies).toEqual([]);
    const WEB_TRUSTED_PROXIES = '10.1.2.3, 2001:db8::/32,uniquelocal';
    expect(readWebSettings({ ...web, WEB_TRUSTED_PROXIES }).trustedProxies).toEqual([
      '10.1.2.3',
      '2001:db8::/32',
      'uniquelocal',
    ]);
  });

  it('take no number of proxies, since any number of them can be made up', () => {
    expect(() => readWebSettings({ ...web, WEB_TRUSTED_PROXY_HOPS: '1' })).toThrow(
      'WEB_TRUSTED_PROXY_HOPS: is not read any more: give the addresses of your proxies as WEB_TRUSTED_PROXIES',
    );
    for (const WEB_TRUSTED_PROXIES of ['1', '10.0.0.0/33', 'proxy.example', '10.0.0.1/8/8', '10.0.0.1,']) {
      expect(() => readWebSettings({ ...web, WEB_TRUSTED_PROXIES })).toThrow(
        /WEB_TRUSTED_PROXIES: must be addresses or ranges .* not a number of proxies/,
      );
    }
  });

  it('limit the requests of one address', () => {
    expect(readWebSettings(web).requestsPerMinute).toBe(600);
    expect(readWebSettings({ ...web, WEB_REQUESTS_PER_MINUTE: '6000' }).requestsPerMinute).toBe(6000);
    expect(() => readWebSettings({ ...web, WEB_REQUESTS_PER_MINUTE: '0' })).toThrow(
      /WEB_REQUESTS_PER_MINUTE/,
    );
  });

  it('have a key for sessions that is not the one for links, which workers and the command line have', () => {
    const { SESSION_KEY: _, ...without } = web;
    expect(() => readWebSettings(without)).toThrow(/SESSION_KEY: missing/);
    expect(() => readWebSettings({ ...web, SESSION_KEY: web.LINK_KEY })).toThrow(/SESSION_KEY: must not be/);
    const payloads = { ...web, SESSION_KEY: web.PAYLOAD_KEY };
    expect(() => readWebSettings(payloads)).toThrow(/SESSION_KEY: must not be PAYLOAD_KEY/);
    const replaced = { ...web, SESSION_KEY: `${Buffer.alloc(32, 12).toString('base64')},${web.LINK_KEY}` };
    expect(() => readWebSettings(replaced)).toThrow(/SESSION_KEY: must not be/);
  });

  it('part customers into groups by how their ids begin', () => {
    expect(readWebSettings(web).customerGroups).toBeUndefined();
    const { customerGroups } = readWebSettings({ ...web, CUSTOMER_GROUPS: 'tpg=tpg-|au-tpg-, nz=nz-' });
    expect([...(customerGroups ?? [])]).toEqual([
      ['tpg', ['tpg-', 'au-tpg-']],
      ['nz', ['nz-']],
    ]);
    for (const wrong of ['tpg', 'tpg=', '=tpg-', 'tpg=TPG-', "tpg=x'", 'all=a']) {
      expect(() => readWebSettings({ ...web, CUSTOMER_GROUPS: wrong })).toThrow(/CUSTOMER_GROUPS: must/);
    }
  });

  it('take several keys while one is replaced: the first is used', () => {
    const second = Buffer.alloc(32, 3).toString('base64');
    const settings = readWebSettings({
      ...web,
      LINK_KEY: `${second},${web.LINK_KEY}`,
      SESSION_KEY: `${web.SESSION_KEY}, ${Buffer.alloc(32, 12).toString('base64')}`,
    });
    expect(settings.linkKeys.map((key) => key[0])).toEqual([3, 9]);
    expect(settings.sessionKeys.map((key) => key[0])).toEqual([11, 12]);
    const worker = { ...complete, PUBLIC_URL: web.PUBLIC_URL, LINK_KEY: `${second},${web.LINK_KEY}` };
    expect(readWorkerSettings(worker).links?.key[0]).toBe(3);
  });

  it('say which of them are missing or wrong, at once', () => {
    const wrong = { ...web, OPERATOR_CLIENT_SECRET: 'hush' };
    expect(() => readWebSettings(wrong)).toThrow(/OPERATOR_CLIENT_SECRET: the console needs/);
    expect(() =>
      readWebSettings({ ...wrong, OPERATOR_CLIENT_ID: 'x', TEMPORAL_UI_URL: 'http://far.example' }),
    ).toThrow(/OPERATOR_CLIENT_ID[\s\S]*TEMPORAL_UI_URL/);
  });
});

describe('traces', () => {
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/' };

  it('are off by default, also where a collector is named for metrics', () => {
    expect(readWorkerSettings({ ...complete, ...collector }).traces).toBeUndefined();
    expect(readWebSettings({ ...web, ...collector }).traces).toBeUndefined();
  });

  it('go to the collector where they are switched on', () => {
    const on = { ...collector, OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_HEADERS: 'a=b%20c' };
    const traces = { url: 'http://localhost:4318/v1/traces', headers: { a: 'b c' }, share: 1 };
    expect(readWorkerSettings({ ...complete, ...on }).traces).toEqual(traces);
    const some = { ...on, OTEL_TRACES_SAMPLER_ARG: '0.1' };
    expect(readWebSettings({ ...web, ...some }).traces).toEqual({ ...traces, share: 0.1 });
  });

  it('that are switched on without a collector, and other exporters, are refused', () => {
    expect(() => readWorkerSettings({ ...complete, OTEL_TRACES_EXPORTER: 'otlp' })).toThrow(
      /OTEL_EXPORTER_OTLP_ENDPOINT: missing/,
    );
    expect(() => readWebSettings({ ...web, OTEL_TRACES_EXPORTER: 'jaeger' })).toThrow(/OTEL_TRACES_EXPORTER/);
  });
});

it('how long a worker drains is a setting, within the grace that containers have by default', () => {
  expect(readWorkerSettings(complete).drainMs).toBe(20_000);
  expect(readWorkerSettings({ ...complete, WORKER_DRAIN_SECONDS: '630' }).drainMs).toBe(630_000);
  expect(() => readWorkerSettings({ ...complete, WORKER_DRAIN_SECONDS: '0' })).toThrow(
    /WORKER_DRAIN_SECONDS/,
  );
});
