import type { Model } from '../config/plan.ts';
import type { Layout } from '../layouts/types.ts';
import { type EvaluatedRun, evaluateRun } from '../workloads/evaluate-model.ts';
import type { Evaluated } from '../workloads/evaluated.ts';
import type { FileFacts, RecordingFile } from './lines.ts';
import { evaluateRecording } from './recording.ts';

/** A piece of work that a thread can do by itself: plain data in, plain data out. */
export type Task =
  | {
      readonly kind: 'recording';
      readonly file: RecordingFile;
      readonly replays: readonly Layout[];
      readonly onePopulation: boolean;
      readonly witnessed: readonly Layout[];
      readonly bothWays: readonly Layout[] | undefined;
      /** See ReadOptions. */
      readonly withBusiest: boolean;
    }
  | {
      readonly kind: 'run';
      readonly model: Model;
      readonly run: number;
      readonly replays: readonly Layout[];
      readonly witnessed: readonly Layout[];
    };

export interface TaskResults {
  recording: { readonly evaluated: Evaluated; readonly facts: FileFacts };
  run: EvaluatedRun;
}

export type ResultOf<T extends Task> = TaskResults[T['kind']];

export async function perform(
  task: Task,
  onRead?: (bytes: number, total: number) => void,
): Promise<TaskResults[Task['kind']]> {
  if (task.kind === 'run') return evaluateRun(task.model, task.run, task.replays, task.witnessed);
  return evaluateRecording(task.file, {
    replays: task.replays,
    onePopulation: task.onePopulation,
    witnessed: task.witnessed,
    bothWays: task.bothWays,
    withBusiest: task.withBusiest,
    ...(onRead === undefined ? {} : { onRead }),
  });
}
