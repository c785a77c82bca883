/**
 * What /proc/kpageflags says of a page: bits of include/uapi/linux/kernel-page-flags.h (0 to 26) and, from 32 on, of
 * include/linux/kernel-page-flags.h, which are not promised to stay. Only those that tell a page's type are here.
 */
export const KPF_LRU = 5;
export const KPF_SLAB = 7;
export const KPF_BUDDY = 10;
export const KPF_MMAP = 11;
export const KPF_ANON = 12;
export const KPF_SWAPBACKED = 14;
export const KPF_COMPOUND_HEAD = 15;
export const KPF_COMPOUND_TAIL = 16;
export const KPF_HUGE = 17;
export const KPF_HWPOISON = 19;
export const KPF_NOPAGE = 20;
export const KPF_KSM = 21;
export const KPF_THP = 22;
export const KPF_OFFLINE = 23;
export const KPF_ZERO_PAGE = 24;
export const KPF_PGTABLE = 26;
export const KPF_RESERVED = 32;

/** Types of page, each page of one only; the first that applies. */
export const PAGE_TYPES = [
  { id: 'no-page', definition: 'the page frame has no memory' },
  { id: 'poisoned', definition: 'the hardware reported it broken' },
  { id: 'offline', definition: 'memory that is switched off' },
  { id: 'free', definition: 'in the buddy allocator' },
  { id: 'zero-page', definition: 'the page of zeros, small or huge, that all processes share' },
  { id: 'slab', definition: "the kernel's small objects" },
  { id: 'page-table', definition: 'page tables' },
  { id: 'hugetlb', definition: 'hugetlbfs' },
  { id: 'reserved', definition: 'set aside at boot; the vDSO, for example' },
  { id: 'ksm', definition: 'anonymous, merged by KSM' },
  { id: 'anonymous', definition: 'anonymous memory, of a large folio (THP) or not' },
  { id: 'shmem', definition: 'shared memory and tmpfs' },
  { id: 'file', definition: 'page cache of files' },
  { id: 'other', definition: 'other memory of the kernel' },
] as const;

export type PageType = (typeof PAGE_TYPES)[number]['id'];

/** Place of a type in PAGE_TYPES. */
const INDEX = Object.fromEntries(PAGE_TYPES.map(({ id }, index) => [id, index])) as Record<PageType, number>;

/**
 * The type of a page from its flags, as a place in PAGE_TYPES. `low` is bits 0 to 31, `high` bits 32 to 63. `isKsmTold`:
 * whether KPF_KSM means what it says (snapshot.ts).
 */
export function pageType(low: number, high: number, isKsmTold: boolean): number {
  const has = (bit: number): boolean => (low & (1 << bit)) !== 0;
  if (has(KPF_NOPAGE)) return INDEX['no-page'];
  if (has(KPF_HWPOISON)) return INDEX.poisoned;
  if (has(KPF_OFFLINE)) return INDEX.offline;
  if (has(KPF_BUDDY)) return INDEX.free;
  if (has(KPF_ZERO_PAGE)) return INDEX['zero-page'];
  if (has(KPF_SLAB)) return INDEX.slab;
  if (has(KPF_PGTABLE)) return INDEX['page-table'];
  if (has(KPF_HUGE)) return INDEX.hugetlb;
  if (high & (1 << (KPF_RESERVED - 32))) return INDEX.reserved;
  if (has(KPF_ANON)) return isKsmTold && has(KPF_KSM) ? INDEX.ksm : INDEX.anonymous;
  if (has(KPF_SWAPBACKED)) return INDEX.shmem;
  if (has(KPF_LRU) || has(KPF_MMAP)) return INDEX.file;
  return INDEX.other;
}
