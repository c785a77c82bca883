import { FLAG_REF, RAW_LEVEL, RAW_PIN, RAW_UNPIN, type RawEvents, rawEvents } from '../../src/events/raw.ts';
import type { Profile } from '../../src/harness/profile/profile.ts';
import { Shard } from '../../src/node/shard.ts';

/** A recording that is large in one way. `i`: 0 … n − 1. */
export interface Flood {
  readonly name: string;
  /** Writes event i at place `at`; returns the name of its reference where it has one. */
  readonly event: (out: RawEvents, at: number, i: number, n: number) => string | undefined;
  /** Bytes that an event may cost for good. */
  readonly bytesPerEvent: number;
}

const pin = (out: RawEvents, at: number, page: number, op: number): void => {
  out.op[at] = op;
  out.page[at] = page;
  out.refs[at] = 1;
  out.kinds[at] = op === RAW_PIN ? 1 + (page & 3) : 0;
};

export const FLOODS: readonly Flood[] = [
  {
    name: 'pins and unpins in turn, each of a ref of its own',
    event: (out, at, i) => {
      pin(out, at, 64, i % 2 === 0 ? RAW_PIN : RAW_UNPIN);
      out.flags[at] = FLAG_REF;
      return `io ${i >> 1}`;
    },
    bytesPerEvent: 0,
  },
  {
    name: 'the same without refs, on a page that holds 100 pins',
    event: (out, at, i) => {
      pin(out, at, 64, i < 100 || i % 2 === 0 ? RAW_PIN : RAW_UNPIN);
      return undefined;
    },
    bytesPerEvent: 0,
  },
  {
    name: 'pages with one event each',
    event: (out, at, i) => {
      out.op[at] = RAW_LEVEL;
      out.page[at] = i * 64;
      out.count[at] = 1;
      return undefined;
    },
    bytesPerEvent: 400,
  },
  {
    name: 'one page that gets all its pins, and then loses them',
    event: (out, at, i, n) => {
      pin(out, at, 64, i < n / 2 ? RAW_PIN : RAW_UNPIN);
      return undefined;
    },
    bytesPerEvent: 400,
  },
];

export interface Cost {
  /** Processor time, so that other work on the machine does not count. */
  readonly seconds: number;
  /** Most memory at once above what was in use before, bytes. */
  readonly memory: number;
  readonly profile: Profile;
}

const BLOCK = 16_384;

/** What n events of the flood cost from the decoded block to the profile. */
export function costOf({ event }: Flood, n: number): Cost {
  globalThis.gc?.();
  const inUse = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = inUse();
  let memory = 0;
  const started = process.cpuUsage();
  const shard = new Shard([]);
  for (let start = 0; start < n; start += BLOCK) {
    const length = Math.min(BLOCK, n - start);
    const raw = rawEvents(length);
    const refNames: string[] = [];
    for (let at = 0; at < length; at++) {
      raw.time[at] = (start + at) * 1000;
      raw.line[at] = start + at + 1;
      const ref = event(raw, at, start + at, n);
      if (ref !== undefined) raw.ref[at] = refNames.push(ref) - 1;
    }
    raw.length = length;
    shard.push(raw, refNames);
    if (start % (BLOCK * 64) === 0 || start + length === n) {
      globalThis.gc?.();
      memory = Math.max(memory, inUse() - before);
    }
  }
  const { first, last } = shard.flush();
  const { small } = shard.finish(first, last, String);
  const { user, system } = process.cpuUsage(started);
  return { seconds: (user + system) / 1e6, memory, profile: small.profile };
}
