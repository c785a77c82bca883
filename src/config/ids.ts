/**
 * The id of a recording without a name: its file name up to the first dot (layouts.schema.json). `-` is standard input; a name
 * that begins with its only dots keeps all of itself.
 */
export function idOfPath(path: string): string {
  if (path === '-') return 'stdin';
  const name =
    path
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1) ?? '';
  return name.split('.', 1)[0] || name || path;
}

/** What makes two ids the same: everything but case, also of letters with accents, however they are composed. */
export function idKey(id: string): string {
  return id.normalize('NFC').toLowerCase();
}
