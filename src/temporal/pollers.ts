/** Who takes work from a task queue. */
import type { WorkflowService } from '@temporalio/client';
import proto from '@temporalio/proto';

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType;
/** A poll takes up to a minute, and the server remembers who polled for five. */
const POLLS_WITHIN_MS = 90_000;

type Poller = proto.temporal.api.taskqueue.v1.IPollerInfo;

/** Without those that have stopped. */
export const recentPollers = (pollers: Poller[], now = Date.now()): Poller[] =>
  pollers.filter(
    ({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > now - POLLS_WITHIN_MS,
  );

/** How many workers take workflow tasks from it. */
export async function countWorkers(
  workflowService: WorkflowService,
  namespace: string,
  taskQueue: string,
): Promise<number> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
  });
  return recentPollers(pollers).length;
}
