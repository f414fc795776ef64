/** Running onboardings outlive deployments: every history recorded with released code must still replay. */
import { describe, expect, it } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type proto from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OFFBOARDING_SIGNALS } from '../../src/onboarding/offboarding.js';
import { SIGNALS } from '../../src/onboarding/signals.js';
import { WATCH_SIGNALS } from '../../src/onboarding/watch.js';
import * as workflows from '../../src/workflows/index.js';
import { fakeActivities } from '../support/fakeActivities.js';
import { fromSetup } from '../support/temporal.js';

/** A folder for each version: those of released ones stay as they are. */
const HISTORIES = fileURLToPath(new URL('./histories/', import.meta.url));
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };

type Recorded = { name: string; workflowId: string; history: proto.temporal.api.history.v1.IHistory };

function recorded(of: string): Recorded[] {
  return readdirSync(join(HISTORIES, of)).map((name) => {
    const history = historyFromJSON(JSON.parse(readFileSync(join(HISTORIES, of, name), 'utf8')));
    const workflowId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId;
    if (workflowId == null) throw new Error(`${name} names no workflow ID`);
    return { name, workflowId, history };
  });
}

/** What does not replay, by the name of its file. */
async function violations(
  histories: Recorded[],
  workflowBundle: { codePath: string } | { code: string },
): Promise<Map<string, Error>> {
  const names = histories.map(({ name }) => name);
  const found = new Map<string, Error>();
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    const name = names.shift()!;
    if (error !== undefined) found.set(name, error);
  }
  return found;
}

/** What the histories are of, sorted. */
function named(name: (event: proto.temporal.api.history.v1.IHistoryEvent) => string | null | undefined) {
  const all = recorded(version).flatMap(({ history }) => (history.events ?? []).map(name));
  return [...new Set(all.filter((one) => one != null && one !== ''))].sort();
}

describe('recorded histories', () => {
  it.each(readdirSync(HISTORIES))('of version %s replay with the workflows as they are now', async (of) => {
    const bundle = { codePath: fromSetup('TEST_WORKFLOW_BUNDLE') };
    expect(await violations(recorded(of), bundle)).toEqual(new Map());
  });

  it('of this version replay with a worker that traces too', async () => {
    const module = (name: string) =>
      fileURLToPath(new URL(`../../src/workflows/${name}.ts`, import.meta.url));
    const bundle = await bundleWorkflowCode({
      workflowsPath: module('index'),
      workflowInterceptorModules: [module('interceptors'), module('tracing')],
      preloadModules: [module('sharedSchemas')],
      logger: new DefaultLogger('ERROR'),
    });
    expect(await violations(recorded(version), bundle)).toEqual(new Map());
  });

  it('of this version are of every workflow, every activity, everything people can say, and every end', () => {
    expect(named((event) => event.workflowExecutionStartedEventAttributes?.workflowType?.name)).toEqual(
      Object.keys(workflows).sort(),
    );
    expect(named((event) => event.activityTaskScheduledEventAttributes?.activityType?.name)).toEqual(
      Object.keys(fakeActivities().activities).sort(),
    );
    const said = named(
      (event) =>
        event.workflowExecutionSignaledEventAttributes?.signalName ??
        event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name,
    );
    const signals = [SIGNALS, WATCH_SIGNALS, OFFBOARDING_SIGNALS].flatMap((each) => Object.keys(each));
    expect(said).toEqual(expect.arrayContaining(signals));
    const ends = recorded(version).map(({ history }) => history.events?.at(-1));
    expect(ends.some((event) => event?.workflowExecutionCompletedEventAttributes != null)).toBe(true);
    expect(ends.some((event) => event?.workflowExecutionFailedEventAttributes != null)).toBe(true);
    expect(ends.some((event) => event?.workflowExecutionCanceledEventAttributes != null)).toBe(true);
    expect(ends.some((event) => event?.workflowExecutionContinuedAsNewEventAttributes != null)).toBe(true);
  });

  it('do not replay with workflows whose steps have changed places', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'edited-'));
    try {
      for (const part of ['workflows', 'onboarding'])
        cpSync(join(PROJECT, 'src', part), join(folder, part), { recursive: true });
      symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
      const file = join(folder, 'workflows', 'onboardCustomer.ts');
      const source = readFileSync(file, 'utf8');
      const edited = source.replace(/(.*entra\.samlMode.*\n)(.*\n)(.*entra\.samlSettings.*\n)/, '$3$2$1');
      expect(edited).not.toBe(source);
      writeFileSync(file, edited);
      const { code } = await bundleWorkflowCode({
        workflowsPath: join(folder, 'workflows', 'index.ts'),
        logger: new DefaultLogger('WARN'),
      });
      const [history] = recorded(version).filter(({ name }) => name.startsWith('answers-that-come-twice'));
      const found = await violations([history!], { code });
      expect([...found.values()]).toEqual([expect.any(DeterminismViolationError)]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
