/** How the pages of a kernel recording are called: by pfn, or by the address of their folio, of which keys hold the low 48 bits. */
export type PageNaming = { readonly prefix: string } & (
  | { readonly by: 'pfn' }
  | { readonly by: 'folio'; readonly top: number }
);

export function namePage(naming: PageNaming, key: number): string {
  const { prefix } = naming;
  if (naming.by === 'pfn') return `${prefix}pfn 0x${key.toString(16)}`;
  if (naming.top <= 0) return `${prefix}folio 0x${key.toString(16)}`;
  return `${prefix}folio 0x${naming.top.toString(16)}${key.toString(16).padStart(12, '0')}`;
}
