/**
 * What the codec could not decode is refused where somebody else has sent it, and fails the workflow task, until a worker
 * can read it, where the run itself depends on it. A module of the bundle: `workflowInterceptorModules`.
 */
import {
  ApplicationFailure,
  type Payload,
  patched,
  type WorkflowInterceptors,
  workflowInfo,
} from '@temporalio/workflow';
import {
  isUndecodable,
  READABLE_ELSEWHERE,
  type Undecodable,
  UNDECODABLE_ENCODING,
} from '../onboarding/undecodable.js';

/** A header of ours on each signal, for the handler to know the signal by. */
const EVENT_ID = 'sso-onboarding-event-id';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array | null | undefined) => (data == null ? '' : new TextDecoder().decode(data));

const foundIn = (args: readonly unknown[]): Undecodable | undefined => args.find(isUndecodable);

/** What the codec says of a payload that it could not decode. */
function saidOf({ metadata }: Payload): Undecodable | undefined {
  const encoding = text(metadata?.['encoding']);
  if (!encoding.startsWith(UNDECODABLE_ENCODING)) return undefined;
  const readableElsewhere = text(metadata?.[READABLE_ELSEWHERE]) === 'yes';
  return { undecodable: { reason: encoding.slice(UNDECODABLE_ENCODING.length), readableElsewhere } };
}

/** Puts in its place what its handler can refuse. */
function handOver(payloads: Payload[] | null | undefined): void {
  payloads?.forEach((payload, i) => {
    const said = saidOf(payload);
    if (said === undefined) return;
    payloads[i] = { metadata: { encoding: bytes('json/plain') }, data: bytes(JSON.stringify(said)) };
  });
}

const refusal = ({ undecodable }: Undecodable) => `the input ${undecodable.reason}`;

export const interceptors = (): WorkflowInterceptors => ({
  internals: [
    {
      activate(input, next) {
        for (const { initializeWorkflow, signalWorkflow, doUpdate, queryWorkflow } of input.activation.jobs ??
          []) {
          const missing = initializeWorkflow?.arguments
            ?.map(saidOf)
            .find((said) => said?.undecodable.readableElsewhere);
          if (missing !== undefined) throw new Error(`${refusal(missing)}. Give the worker its key.`);
          handOver(initializeWorkflow?.arguments);
          handOver(signalWorkflow?.input);
          handOver(doUpdate?.input);
          handOver(queryWorkflow?.arguments);
          if (signalWorkflow == null) continue;
          const id = { data: bytes(String(signalWorkflow.originatingEventId)) };
          signalWorkflow.headers = { ...signalWorkflow.headers, [EVENT_ID]: id };
        }
        next(input);
      },
    },
  ],
  inbound: [
    {
      execute(input, next) {
        const undecodable = foundIn(input.args);
        if (undecodable === undefined) return next(input);
        return Promise.reject(ApplicationFailure.nonRetryable(refusal(undecodable), 'InvalidRequest'));
      },
      /**
       * Which keys a worker has may change, but not what became of a signal: that it was refused is kept in the history, as
       * a patch is, and holds when the same history is read again.
       */
      handleSignal(input, next) {
        const refused = `refused-signal-${text(input.headers[EVENT_ID]?.data)}`;
        const undecodable = foundIn(input.args);
        if (undecodable?.undecodable.readableElsewhere === true) {
          if (patched(refused)) return next({ ...input, args: [undecodable] });
          return Promise.reject(
            new Error(`When it came, the signal was understood, but now ${refusal(undecodable)}.`),
          );
        }
        if (undecodable === undefined && workflowInfo().unsafe.isReplaying && patched(refused)) {
          return next({ ...input, args: [WAS_REFUSED] });
        }
        return next(undecodable === undefined ? input : { ...input, args: [undecodable] });
      },
      validateUpdate(input, next) {
        const undecodable = foundIn(input.args);
        if (undecodable !== undefined) {
          throw ApplicationFailure.nonRetryable(`malformed: ${refusal(undecodable)}`, 'Refused');
        }
        next(input);
      },
      handleUpdate(input, next) {
        const undecodable = foundIn(input.args);
        if (undecodable === undefined) return next(input);
        return Promise.reject(
          new Error(`When it came, the update was understood, but now ${refusal(undecodable)}.`),
        );
      },
      handleQuery(input, next) {
        const undecodable = foundIn(input.args);
        if (undecodable === undefined) return next(input);
        return Promise.reject(new Error(`malformed: ${refusal(undecodable)}`));
      },
    },
  ],
});

const WAS_REFUSED: Undecodable = {
  undecodable: { reason: 'could not be decrypted when it came', readableElsewhere: true },
};
