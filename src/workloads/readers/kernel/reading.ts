import type { EventNames } from '../event-names.ts';

/**
 * Text of tracefs `trace` and of `trace-cmd report`: `comm-pid [cpu] flags seconds: event: key=value …`
 * (traces/README.md, include/trace/events/page_ref.h).
 *
 * Two sources share the form. `kprobe`: the pin and unpin paths, pages by the address of their folio. `page-ref`: the
 * page_ref tracepoints, pages by pfn; a pin shows as +1024 (slow path) or as +1023 after a +1 (fast path), an unpin as
 * −1024, and which way it goes is not recorded. Where a recording has `both`, a pin counts once, by the probes, which tell
 * its direction; what else page_ref shows of a page is found under its address, `struct page` 0 + 64 × pfn.
 */
export type KernelFormat = 'kprobe' | 'page-ref' | 'both';

/** How the text of one recording is to be read: what its head showed, and its user said. */
export interface KernelReading {
  readonly format: KernelFormat;
  /** The second from which times count, the same for all blocks of a recording. */
  readonly baseSeconds: number;
  /** Of `both`: the low 48 bits of the address of `struct page` 0. */
  readonly pages?: number;
  /** Events of other names. */
  readonly names?: EventNames;
}
