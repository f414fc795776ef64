/** Reads again and again how all customers stand, and shows what was last read. */
import type { Meter } from '@opentelemetry/api';
import type { Client } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { takeCensus } from '../temporal/census.js';
import { READ } from './catalogue.js';
import { type Gauges, gaugesOf } from './gauges.js';

/** A pause between two readings: Temporal answers few such questions a second, and operators ask some too. */
const PAUSE_MS = 60_000;
/** What was read so long ago is shown no more: no alert is to fire on one reading alone. */
const STALE_MS = 150_000;

export class Reader {
  private latest: { gauges: Gauges; at: number } | undefined;

  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
    private readonly logger: Logger,
    meter: Meter,
    private readonly now = Date.now,
  ) {
    for (const [name, { unit, tells: description }] of Object.entries(READ)) {
      meter.createObservableGauge(name, { unit, description }).addCallback((result) => {
        for (const { value, labels } of this.shown(name)) result.observe(value, labels);
      });
    }
  }

  /** Until it is told to stop. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.read();
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One that fails is told, and made up for by the next. */
  async read(): Promise<void> {
    const begun = this.now();
    try {
      const gauges = gaugesOf(await takeCensus(this.client, this.taskQueue), begun);
      const at = this.now();
      gauges.set('sso.reader.last.success', [{ value: at / 1_000, labels: {} }]);
      gauges.set('sso.reader.duration', [{ value: (at - begun) / 1_000, labels: {} }]);
      this.latest = { gauges, at };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.error({ error: reason }, 'Temporal could not be read');
    }
  }

  private shown(name: string) {
    const { latest } = this;
    const isStale = latest === undefined || this.now() - latest.at > STALE_MS;
    return isStale ? [] : (latest.gauges.get(name) ?? []);
  }
}
