import { type ChunkSink, DROP, type EventChunk, LEVEL } from '../../src/events/chunk.ts';
import { Matcher } from '../../src/events/match.ts';
import * as raw from '../../src/events/raw.ts';

/** One raw event, with what most of them do not say left out. */
export interface RawEvent {
  readonly time?: number;
  readonly op: number;
  readonly page?: number;
  readonly kinds?: number;
  readonly flags?: number;
  readonly refs?: number;
  readonly count?: number;
  readonly own?: number;
  readonly task?: string;
  readonly ref?: string;
}

/** A block of them; times are the place in the list where not given, lines count from 1. */
export function block(events: readonly RawEvent[], firstLine = 1): { raw: raw.RawEvents; refNames: string[] } {
  const out = raw.rawEvents(Math.max(1, events.length));
  const refNames: string[] = [];
  events.forEach((event, i) => {
    out.time[i] = event.time ?? i;
    out.op[i] = event.op;
    out.page[i] = event.page ?? 0;
    out.kinds[i] = event.kinds ?? 0;
    out.refs[i] = event.refs ?? 1;
    out.count[i] = event.count ?? 0;
    out.own[i] = event.own ?? 0;
    out.line[i] = firstLine + i;
    out.flags[i] = (event.flags ?? 0) | (event.ref === undefined ? 0 : raw.FLAG_REF);
    if (event.ref !== undefined) out.ref[i] = refNames.push(event.ref) - 1;
    if (event.task !== undefined) {
      const known = out.tasks.indexOf(event.task);
      out.task[i] = known >= 0 ? known : out.tasks.push(event.task) - 1;
    }
  });
  out.length = events.length;
  return { raw: out, refNames };
}

/** A resolved event in words: `pin 3 as 2` is an acquisition of class 3 with handle 2. */
export function words(chunk: EventChunk): string[] {
  return Array.from({ length: chunk.length }, (_, i) => {
    const op = chunk.op[i]!;
    const page = `${chunk.page[i]}`;
    const arg = chunk.arg[i]!;
    if (op === LEVEL) return `${page}: level ${arg}`;
    if (op > LEVEL) return `${page}: check`;
    const name = (op & 7) === 0 ? ['get', 'put'] : ['pin', 'unpin'];
    return `${page}: ${name[op < DROP ? 0 : 1]} ${op & 7} as ${arg}`;
  });
}

/** Everything that a matcher makes of some blocks. */
export function matched(
  blocks: readonly (readonly RawEvent[])[],
  onePopulation = false,
): { small: string[]; large: string[]; matcher: Matcher } {
  const small: string[] = [];
  const large: string[] = [];
  const into =
    (list: string[]): ChunkSink =>
    (chunk) => {
      list.push(...words(chunk));
    };
  const matcher = new Matcher({ small: into(small), large: into(large) }, onePopulation);
  let line = 1;
  for (const events of blocks) {
    const { raw: events1, refNames } = block(events, line);
    line += events.length;
    matcher.feed(events1, refNames);
  }
  matcher.flush();
  return { small, large, matcher };
}
