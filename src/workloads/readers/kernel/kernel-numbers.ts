/** Numbers of the kernel that both readers of its text know; assembly/kernel imports them too. */

/** gup flags (include/linux/mm_types.h). */
export const FOLL_WRITE = 0x1;
export const FOLL_LONGTERM = 0x100;
export const FOLL_PIN = 0x80000;
/** Bit of page flags that marks the head of a large folio in the recordings. */
export const PG_HEAD = 6;
/** Bytes of a struct page (include/linux/mm_types.h). */
export const STRUCT_PAGE = 64;
/** References that one call can take: more than any list of pages holds. */
export const MAX_REFS = 4_194_304;
