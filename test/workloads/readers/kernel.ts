import {
  FLAG_BEFORE,
  FLAG_COUNT,
  FLAG_INTERRUPT,
  FLAG_LARGE,
  RAW_PIN,
  RAW_SEEN,
  RAW_UNPIN,
} from '../../../src/events/raw.ts';
import type { Decoded } from '../../../src/workloads/readers/decoded.ts';
import {
  type KernelFormat,
  type KernelReading,
  KernelTextDecoder,
} from '../../../src/workloads/readers/kernel/text.ts';

/** What the reader makes of one event, in words. */
export interface Shown {
  readonly ns: number;
  readonly what: string;
  readonly page: number;
  readonly refs: number;
  readonly count: number;
  readonly task: string;
  readonly line: number;
}

const OPS: Readonly<Record<number, string>> = { [RAW_PIN]: 'pin', [RAW_UNPIN]: 'unpin', [RAW_SEEN]: 'seen' };

export function decodeText(
  format: KernelFormat,
  text: string,
  baseSeconds = 0,
  more: Partial<KernelReading> = {},
): Decoded {
  const bytes = new TextEncoder().encode(text);
  return new KernelTextDecoder({ format, baseSeconds, ...more }).decode(bytes, 0, bytes.length);
}

export function eventsOf({ events }: Decoded): Shown[] {
  return Array.from({ length: events.length }, (_, i) => {
    const flags = events.flags[i]!;
    const marks = [
      flags & FLAG_COUNT ? (flags & FLAG_BEFORE ? 'before' : 'after') : '',
      flags & FLAG_LARGE ? 'large' : '',
      flags & FLAG_INTERRUPT ? 'interrupt' : '',
    ].filter((mark) => mark !== '');
    const kind = events.kinds[i]! > 0 ? ` ${events.kinds[i]}` : '';
    return {
      ns: events.time[i]!,
      what: `${OPS[events.op[i]!]}${kind}, ${marks.join(', ')}`,
      page: events.page[i]!,
      refs: events.refs[i]!,
      count: events.count[i]!,
      task: events.tasks[events.task[i]!]!,
      line: events.line[i]!,
    };
  });
}
