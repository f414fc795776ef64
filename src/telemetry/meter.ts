/** Where the rest of the service counts what happens. Nothing is counted until `startMetrics` has set a meter. */
import type { Counter, Histogram, Meter } from '@opentelemetry/api';
import { type CounterName, HAPPENED, type HistogramName, type LabelsOf } from './catalogue.js';

let counters = new Map<string, Counter>();
let histograms = new Map<string, Histogram>();

/** From now on; of the process, as its logger is. */
export function countWith(meter: Meter): void {
  counters = new Map();
  histograms = new Map();
  for (const [name, entry] of Object.entries(HAPPENED)) {
    const { unit, tells: description } = entry;
    if (entry.kind === 'counter') counters.set(name, meter.createCounter(name, { unit, description }));
    else {
      const advice = { explicitBucketBoundaries: [...entry.buckets] };
      histograms.set(name, meter.createHistogram(name, { unit, description, advice }));
    }
  }
}

export function count<N extends CounterName>(name: N, labels: LabelsOf<N>): void {
  counters.get(name)?.add(1, labels);
}

export function measure<N extends HistogramName>(name: N, value: number, labels: LabelsOf<N>): void {
  histograms.get(name)?.record(value, labels);
}
