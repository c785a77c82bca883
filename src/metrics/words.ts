const TERMS: Readonly<Record<string, string>> = { short: 'short-term', long: 'long-term' };

/** What people call the references of a kind or group: `read-long` is "long-term read pins", `pin` is "pins". */
export function referencesOf(name: string): string {
  if (name === 'ordinary') return 'ordinary references';
  if (name === 'pin') return 'pins';
  const parts = name.split('-');
  const term = parts.map((part) => TERMS[part]).find((word) => word !== undefined);
  const direction = parts.find((part) => part === 'read' || part === 'write');
  if (parts.length !== (term ? 1 : 0) + (direction ? 1 : 0)) return `${name} references`;
  return [term, direction, 'pins'].filter((word) => word !== undefined).join(' ');
}

/** The denominator of shares of pages. */
export const PAGES_SEEN = 'pages with at least one event, whether or not it took a reference';

/** Which way a metric is better, in a sentence. */
export const BETTER = {
  higher: 'Higher is better.',
  lower: 'Lower is better.',
  none: 'Neither way is better.',
} as const;
