import { GLOSSARY } from '../src/metrics/glossary.ts';
import { METRICS } from '../src/metrics/registry.ts';
import { BETTER } from '../src/metrics/words.ts';

const EVENTS = `## Events and how drops are matched

Every source of data becomes the same events: \`get\` and \`put\` of ordinary references, \`pin-<kind or group>\` and \`unpin\`, \`level\` (the page's ordinary count is now n), \`check\`. Times are
whole nanoseconds from the first event. What is held at the end is held to the end.

- Each drop is matched to one acquisition, once, on the recorded history in which nothing is refused, before any layout is applied. A drop matched to an acquisition that a layout refused is void in that
  layout.
- With a name (\`ref\`): by it. Without: from interrupt context the oldest short-term pin of the page; from task context the oldest of that task, else of the same command; else the oldest. How many
  each rule matched stands beside the scenario.
- In kernel text, probes tell which way drops go: each announces the drops that come right after it in its context (a task, or one depth of interrupt on a CPU). \`brp\` and \`bchk\`: a bio's, write
  pins where the disk was read, read pins where it was written. \`updl\` and \`uprd\`: as many as the list has, write pins where it is made dirty, else read pins. \`upages\` and \`ufolio\` do not tell. Such a drop
  looks among pins of that direction; \`directed\` counts them, \`ambiguous\` those whose page also held a pin of another
  kind, \`corrected\` those for which the rules alone would have ended one.
- \`unpin-<kind>\` looks among pins of that kind. A drop of which nothing is held is ignored and counted, and so is a name that is unknown, on another page, or still held.
- Where a recording shows the count of a page, ordinary = count − 1024 × pins held on a small folio, count − pins held on a large one.
- A metric that needs what a source does not show gets no row, but an entry in \`unmeasured\` with the reason.

## Truth, and trust

A false answer is one that differs from what is really held *in that layout's own history*: a pin that was refused is not held. Three witnesses stand behind the numbers: the profile equals the
replay exactly; simulations contain their closed forms; and the counters of a recording equal what is reconstructed from its events, or are counted as different. Models are independent runs pooled,
with an interval of 95 % (Student's t over the runs, Wilson's on one count, 3/n where nothing was hit in n trials). Recordings are exact for themselves.`;

/** docs/definitions.md: the words, the rules of events, and each metric from its record. */
export function definitionsMarkdown(): string {
  const terms = GLOSSARY.map(({ word, meaning }) => `- **${word}**: ${meaning}`);
  const metrics = METRICS.map(
    ({ id, label, unit, direction, definition, denominator, howToRead, source }) =>
      `### ${label} (\`${id}\`)\n\n${definition} ${denominator === null ? `In ${unit}.` : `A share of ${denominator}.`} ${BETTER[direction]}\n\n${howToRead}\n\nSource: ${source}`,
  );
  return [
    '# Definitions',
    'Written by `npm run generate` from the records that the report uses; change those.',
    '## Words',
    terms.join('\n'),
    EVENTS,
    '## Metrics',
    ...metrics,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
