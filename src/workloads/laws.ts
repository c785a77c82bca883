import type { Model, PageGroup } from '../config/plan.ts';

/** How a workload was set up, as numbers that multiply: `{ adapters: 2, 'regions each': 64 }`. */
export type Configuration = Readonly<Record<string, number>>;

/** A recording that was made with a known configuration. */
export interface Evidence {
  /** Its id in traces/README.md. */
  readonly recording: string;
  readonly configuration: Configuration;
  /** References beside those of the configuration. Default 0. */
  readonly constant?: number;
  /** Pages on which the configuration put them; absent: the recording shows the highest count only. */
  readonly pages?: number;
  /** What was seen where the law gives only a bound. */
  readonly seen?: number;
  /** Of ordinary references, whether it is the count at most events or the highest; default the highest. */
  readonly is?: 'usual' | 'highest';
}

/** What a page of a workload holds at most follows from how the workload was configured. */
export interface Law {
  readonly id: string;
  /** One sentence. */
  readonly statement: string;
  /** Who follows it, and what is counted there. */
  readonly users: readonly { readonly user: string; readonly counted: string }[];
  readonly of: 'pin' | 'ordinary';
  /** `equal`: every page reaches the count; `at-most`: no page exceeds it. */
  readonly bound: 'equal' | 'at-most';
  /** Why it is so: what the kernel does. */
  readonly source: string;
  readonly evidence: readonly Evidence[];
}

/**
 * Pins (or ordinary references) that a law expects on a page: the product of the configuration's numbers, and what is there
 * beside them.
 * @throws RangeError for a number that is negative or not whole.
 */
export function expectedOnPage(configuration: Configuration, constant = 0): number {
  const factors = [...Object.values(configuration), constant];
  const wrong = factors.find((factor) => !(Number.isInteger(factor) && factor >= 0));
  if (wrong !== undefined) throw new RangeError(`a configuration is of whole numbers, 0 or more: ${wrong}`);
  return Object.values(configuration).reduce((product, factor) => product * factor, 1) + constant;
}

const registrations: Law = {
  id: 'registrations',
  statement: 'Pins on a page are the registrations of it, for as long as they last.',
  users: [
    { user: 'RDMA', counted: 'memory regions, whatever adapter they are of' },
    { user: 'VFIO', counted: 'DMA maps, one for each container and alias' },
    {
      user: 'io_uring registered buffers',
      counted: 'registered buffers (iovecs) that it is in, over all rings: up to 16,384 a ring',
    },
    { user: 'AF_XDP', counted: 'sockets with a umem on it' },
    { user: 'V4L2 user pointers', counted: 'queued buffers' },
  ],
  of: 'pin',
  bound: 'equal',
  source:
    'ib_umem_get, vfio_pin_pages_remote, io_sqe_buffer_register, xdp_umem_pin_pages and get_vaddr_frames each pin every page once a call (docs/kernel-facts.md 3)',
  evidence: [
    { recording: 'd1', configuration: { adapters: 2, 'memory regions': 64 }, pages: 64 },
    { recording: 'd4', configuration: { 'memory regions': 1 }, pages: 64 },
    { recording: 'd6', configuration: { groups: 2, maps: 32 }, pages: 64 },
    { recording: 'b1', configuration: { rings: 4, 'buffers each': 1 }, pages: 32 },
    { recording: 'b2', configuration: { rings: 32, 'buffers each': 1 }, pages: 64 },
    { recording: 'r3g', configuration: { rings: 16, 'buffers each': 1 }, pages: 4 },
    { recording: 'r5', configuration: { 'queued buffers': 1 }, pages: 1416 },
    { recording: 'r6', configuration: { sockets: 64 }, pages: 64 },
  ],
};

const inFlight: Law = {
  id: 'in-flight',
  statement: 'Pins on a page are the I/Os in flight on it: at most as many as may be at once.',
  users: [
    { user: 'direct I/O', counted: 'jobs that use the buffer, times the requests of each that may be on that page' },
    { user: 'process_vm_readv, process_vm_writev', counted: 'callers' },
    { user: 'gup_test', counted: 'threads (-j)' },
  ],
  of: 'pin',
  bound: 'at-most',
  source:
    'iov_iter_extract_user_pages and pin_user_pages_remote pin for one request and drop at its end (docs/kernel-facts.md 3)',
  evidence: [
    { recording: 'a1', configuration: { jobs: 4, 'requests on the page': 1 }, pages: 32, seen: 4 },
    { recording: 'a2', configuration: { jobs: 1, 'requests on the page': 1 }, pages: 256, seen: 1 },
    { recording: 'a6', configuration: { jobs: 16, 'requests on the page': 1 }, pages: 8, seen: 16 },
    { recording: 'r1', configuration: { 'requests on the page': 1 }, pages: 1310, seen: 1 },
    { recording: 'r4', configuration: { jobs: 1, 'requests on the page': 1 }, pages: 256, seen: 1 },
    { recording: 'f', configuration: { callers: 8 }, pages: 32, seen: 5 },
    { recording: 'f2', configuration: { callers: 4 }, pages: 16, seen: 3 },
    { recording: 'r2', configuration: { threads: 16 }, pages: 669, seen: 3 },
  ],
};

const mappers: Law = {
  id: 'mappers',
  statement: 'Ordinary references of a page are its mappers and a small constant.',
  users: [
    { user: 'shared memory and files', counted: 'page tables that map it; the page cache adds one' },
    { user: 'fork', counted: 'parent and children' },
  ],
  of: 'ordinary',
  bound: 'equal',
  source: 'folio_ref_count counts page tables, page cache, LRU batches and the like (docs/kernel-facts.md 3)',
  evidence: [
    { recording: 'a1', configuration: { jobs: 4 }, constant: 1, is: 'usual' },
    { recording: 'a6', configuration: { jobs: 16 }, constant: 1, is: 'usual' },
    { recording: 'e2', configuration: { mappers: 64 }, constant: 3 },
    { recording: 'fork300', configuration: { mappers: 304 }, constant: 1 },
  ],
};

const pipes: Law = {
  id: 'pipes',
  statement:
    'vmsplice takes references, not pins: ordinary references of a page are the pipe slots that it is in, and a small constant.',
  users: [{ user: 'vmsplice, tee', counted: 'pipes, times the slots of each' }],
  of: 'ordinary',
  bound: 'equal',
  source: 'iter_to_pipe uses FOLL_GET (docs/kernel-facts.md 3); a pipe of 1 MiB has 256 slots',
  evidence: [{ recording: 'c3', configuration: { pipes: 40, slots: 256 }, constant: 7 }],
};

/** Found in the recordings, and held by them and by models in test/workloads/laws.test.ts. */
export const LAWS: readonly Law[] = [registrations, inFlight, mappers, pipes];

/** The law of this id. @throws RangeError where there is none */
export function lawOf(id: string): Law {
  const law = LAWS.find((each) => each.id === id);
  if (law === undefined) throw new RangeError(`there is no law ${id}`);
  return law;
}

/**
 * A small model of one user that follows a law: what it holds on a page must come to what the law says, whatever the
 * configuration. Sources are registrations, requests, callers, mappers or pipe slots.
 */
export function modelOfLaw({ of, bound }: Law, configuration: Configuration, constant = 0): Model {
  const n = expectedOnPage(configuration);
  const group: PageGroup =
    of === 'pin'
      ? {
          name: 'buffer',
          count: 4,
          ordinary: { steady: 1 + constant, rate: 0 },
          pins: [
            {
              kind: bound === 'equal' ? 'write-long' : 'read',
              ...(bound === 'equal' ? {} : { or: ['write'] }),
              // Registrations last; I/Os come and go, and are seldom all in flight at once.
              hold: bound === 'equal' ? { fixed: 1 } : { exponential: 0.01 },
              rate: bound === 'equal' ? 1000 : 20,
              sources: Math.max(1, n),
              ifRefused: 'skip',
            },
          ],
        }
      : {
          name: 'page',
          count: 4,
          ordinary: { steady: constant, rate: 1000, hold: { exponential: 1 }, sources: Math.max(1, n) },
          pins: [],
        };
  return { duration: 5, warmup: 1, seed: 1, runs: 1, pages: [group] };
}
