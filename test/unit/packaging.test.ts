import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigError } from '../../src/config/read.js';
import { readWebSettings } from '../../src/config/web.js';
import { readWorkerSettings } from '../../src/config/worker.js';
import { SEARCH_ATTRIBUTES } from '../../src/onboarding/searchAttributes.js';
import { TEMPORAL_SERVER } from '../support/temporalServer.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** As much of the compose specification as the file uses; unknown parts of a service are let through. */
const service = z.looseObject({
  image: z.string(),
  build: z.object({ context: z.literal('.'), target: z.string() }).optional(),
  profiles: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()).min(2) }).optional(),
  depends_on: z
    .record(
      z.string(),
      z.object({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }).loose(),
    )
    .default({}),
  restart: z.string(),
});
const source = read('docker-compose.yml');
const compose = z
  .looseObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
  .parse(parse(source, { merge: true }));
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile');

/** Names that .env.example gives, whether or not with # before. */
const exampleLines = [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)];
const example = exampleLines.map(([, name = '']) => name);

describe('docker-compose.yml', () => {
  it('pins every image to a version', () => {
    const images = services.map(([, { image }]) => image);
    expect(images.filter((image) => !/:v?\d+\.\d+(\.\d+)?(-[\w.]+)?$/.test(image))).toEqual([]);
  });

  it("names the version of Temporal's server that the full tier tests", () => {
    const [, tested] = /go\.temporal\.io\/server v(\S+)/.exec(read('tools/temporal-server/go.mod')) ?? [];
    const images = services.map(([, { image }]) => image);
    const tags = images.flatMap(
      (image) => /^temporalio\/(?:server|admin-tools):(.*)$/.exec(image)?.[1] ?? [],
    );
    expect(new Set(tags)).toEqual(new Set([tested]));
    expect(TEMPORAL_SERVER).toBe(tested);
  });

  it('checks the health of everything that stays running', () => {
    const unchecked = services.filter(
      ([, { healthcheck, restart }]) => !restart.startsWith('on-failure') && healthcheck === undefined,
    );
    expect(unchecked.map(([name]) => name)).toEqual([]);
  });

  it('waits only for what can become healthy or complete', () => {
    const wrong = services.flatMap(([name, { depends_on }]) =>
      Object.entries(depends_on).flatMap(([other, { condition }]) => {
        const target = compose.services[other];
        const oneShot = target?.restart.startsWith('on-failure') === true;
        return target !== undefined && oneShot === (condition === 'service_completed_successfully')
          ? []
          : [`${name}: ${other} ${condition}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('publishes ports on the loopback address only', () => {
    const ports = services.flatMap((entry) => entry[1].ports);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('mounts volumes that are declared and files that exist', () => {
    const sources = services.flatMap((entry) => entry[1].volumes.map((volume) => volume.split(':')[0] ?? ''));
    const [files, names] = [true, false].map((isFile) => sources.filter((s) => s.startsWith('.') === isFile));
    expect(names?.filter((name) => !(name in compose.volumes))).toEqual([]);
    const root = new URL('../../', import.meta.url);
    const missing = files?.filter((file) => {
      const parent = new URL(`${file}/..`, root);
      const base = file.split('/').at(-1) ?? '';
      // Folders of secrets are made on the machine.
      return !file.includes('/secrets/') && !readdirSync(parent).includes(base);
    });
    expect(missing).toEqual([]);
  });

  it('registers our search attributes and no others, or leaves them to the worker', () => {
    const words = services.flatMap((entry) => [...entry[1].command]);
    const registered = words.filter((word) => /^[A-Z][A-Za-z]+$/.test(word)).sort();
    expect([[], SEARCH_ATTRIBUTES.map(({ name }) => name).sort()]).toContainEqual(registered);
  });

  it('builds stages that the Dockerfile has, and has the sandbox in an image of its own', () => {
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, name = '']) => name);
    const built = services.flatMap(([name, { build }]) =>
      build === undefined ? [] : [[name, build.target]],
    );
    expect(built.filter(([, target]) => !stages.includes(target ?? ''))).toEqual([]);
    expect(built.filter(([, target]) => target === 'sandbox').map(([name]) => name)).toEqual(['sandbox']);
  });

  it("gives the sandbox's worker only what the sandbox's seed knows", () => {
    const seed = read('sandbox/seed.json');
    const given = services
      .filter(([, { profiles }]) => profiles.includes('sandbox'))
      .flatMap((entry) => Object.entries(entry[1].environment))
      .filter(([name]) => /CLIENT_ID|SECRET|API_KEY/.test(name));
    expect(given.filter(([, value]) => !seed.includes(`"${value}"`))).toEqual([]);
  });

  it('holds no secret', () => {
    const live = services.filter(([, { profiles }]) => !profiles.includes('sandbox'));
    const secrets = live
      .flatMap((entry) => Object.entries(entry[1].environment))
      .filter(([name]) => /(PASSWORD|PWD|SECRET|KEY)$/.test(name));
    expect(secrets.filter(([, value]) => value !== '' && !/^\$\{\w+:\?/.test(value))).toEqual([]);
  });
});

describe('Dockerfile', () => {
  it('pins its base image, runs as somebody else than root, and starts what is built', () => {
    expect(dockerfile).toMatch(/^ARG NODE_IMAGE=node:24\.\d+\.\d+-\w+-slim$/m);
    expect(dockerfile).toMatch(/^USER (node|1000:1000)$/m);
    const entries = [...dockerfile.matchAll(/^ENTRYPOINT (.*)$/gm)].map(([, words = '']) =>
      z.array(z.string()).parse(JSON.parse(words)),
    );
    expect(entries).toHaveLength(2);
    for (const entry of entries) {
      expect(read(entry.at(-1)?.replace('dist/', '').replace('.js', '.ts') ?? '')).not.toBe('');
    }
  });

  it('ends with the stage of the service, which nothing of the sandbox, the demo or a checkout is copied into', () => {
    const [, service = ''] = dockerfile.split(/^FROM base AS service$/m);
    expect(service).not.toMatch(/^FROM /m);
    expect([...service.matchAll(/^COPY .* (\S+)$/gm)].map(([, into]) => into)).toEqual(['dist/src', './']);
  });

  it('copies nothing that .dockerignore keeps out', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, words = '']) =>
      words.split(' ').slice(0, -1),
    );
    expect(copied.length).toBeGreaterThan(0);
    expect(copied.filter((path) => !allowed.includes(path))).toEqual([]);
  });
});

describe('deploy/chart', () => {
  const templates = readdirSync(new URL('../../deploy/chart/templates/', import.meta.url))
    .map((file) => read(`deploy/chart/templates/${file}`))
    .join('');
  const values = z
    .looseObject({ worker: z.looseObject({ secretFiles: z.record(z.string(), z.string()) }) })
    .parse(parse(read('deploy/chart/values.yaml')));

  it('sets nothing that is no setting', () => {
    const set = [...templates.matchAll(/^ *- name: ([A-Z][A-Z0-9_]+)$/gm)].map(([, name = '']) => name);
    expect(set).toEqual(expect.arrayContaining(['TEMPORAL_ADDRESS', 'WORKER_DRAIN_SECONDS', 'METRICS_PORT']));
    const files = Object.keys(values.worker.secretFiles);
    expect([...set, ...files].filter((name) => !example.includes(name))).toEqual([]);
  });

  it('is of the same version as the service', () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));
    expect(parse(read('deploy/chart/Chart.yaml'))).toMatchObject({ version, appVersion: version });
  });
});

describe('.env.example', () => {
  const config = readdirSync(new URL('../../src/config/', import.meta.url))
    .map((file) => read(`src/config/${file}`))
    .join('');
  const prefixes = ['AZURE', 'AZURE_MINIMAL'];
  const settings = [
    ...new Set([
      // Keys of the schemas, but for those that are refused, and what is read besides by a prefix.
      ...[...config.matchAll(/^ {2}([A-Z][A-Z_]+): (?!z\s+\.undefined)/gm)].map(([, name = '']) => name),
      ...[...config.matchAll(/given\[`\$\{prefix\}_([A-Z_]+)`\]/g)].flatMap(([, suffix = '']) =>
        prefixes.map((prefix) => `${prefix}_${suffix}`),
      ),
      ...[...config.matchAll(/^ {2}`\$\{prefix\}_([A-Z_]+)`,/gm)].flatMap(([, suffix = '']) =>
        prefixes.map((prefix) => `${prefix}_${suffix}`),
      ),
    ]),
  ];
  /** Settings that are also taken from a file. */
  const files = settings
    .map((name) => `${name}_FILE`)
    .filter((name) => problemsOf({ [name]: '/nowhere' }).some((line) => line.startsWith(`${name}: cannot`)));

  it('names every setting', () => {
    expect(settings).toEqual(expect.arrayContaining(['PAYLOAD_KEY', 'AZURE_MINIMAL_CLIENT_SECRET']));
    expect(settings.filter((name) => !example.includes(name))).toEqual([]);
  });

  it('names nothing that neither our processes, nor the Temporal client, nor docker-compose.yml reads', () => {
    expect(files).toEqual(expect.arrayContaining(['PAYLOAD_KEY_FILE', 'AZURE_CLIENT_SECRET_FILE']));
    const library = 'node_modules/@temporalio/envconfig/lib';
    const envconfig = ['envconfig.js', 'envconfig-toml.js'].flatMap(
      (file) => read(`${library}/${file}`).match(/TEMPORAL_[A-Z_]+/g) ?? [],
    );
    const compose = [...source.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name);
    const known = new Set([...settings, ...files, ...envconfig, ...compose, 'TEMPORAL_API_KEY_FILE']);
    expect(example.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names each once, and gives no secret away', () => {
    expect(example.filter((name, i) => example.indexOf(name) !== i)).toEqual([]);
    const secrets = exampleLines.filter(([, name = '']) => /(PASSWORD|SECRET|KEY)$/.test(name));
    expect(secrets.map(([line]) => line).filter((line) => !line.endsWith('='))).toEqual([]);
  });
});

/** Of the worker and of the web pages. */
function problemsOf(env: Record<string, string>): string[] {
  return [readWorkerSettings, readWebSettings].flatMap((read) => {
    try {
      read(env);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  });
}
