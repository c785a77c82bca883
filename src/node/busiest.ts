import { Matcher } from '../events/match.ts';
import { Orderer } from '../events/order.ts';
import { FLAG_LARGE, keepEvents } from '../events/raw.ts';
import { ORDER_WINDOW } from '../events/raw-codes.ts';
import { StepsOfPage } from '../harness/steps.ts';
import type { Busiest } from '../report/results.ts';
import type { Population } from '../workloads/evaluated.ts';
import { blocksOf, noFacts, type RecordingFile } from './lines.ts';
import { RecordingReader } from './recording-reader.ts';

/** Recordings larger than this, as on disk, are not read a second time for one chart. */
const MOST_BYTES = 64 << 20;

/** The page with the most pins at once (a small folio where any is pinned), read once more for its steps. */
export async function busiestOf(
  file: RecordingFile,
  populations: { small: Population; large: Population },
  onePopulation: boolean,
  origin: number,
  bytes: number,
): Promise<Busiest | undefined> {
  if (bytes > MOST_BYTES) return undefined;
  const pageClass = populations.small.profile.busiest === null ? 'large' : 'small';
  const page = populations[pageClass].profile.busiest?.page;
  if (page === undefined || file.path === '-') return undefined;
  const steps = new StepsOfPage(0);
  const sink = (chunk: Parameters<StepsOfPage['feed']>[0]): void => steps.feed(chunk);
  // Only events of that page, in its class, reach the matcher: whatever it holds is page 0 of one population.
  const matcher = new Matcher({ small: sink, large: sink }, true);
  const orderer = new Orderer(ORDER_WINDOW, (raw, refNames, start, end) => matcher.feed(raw, refNames, start, end));
  const reader = new RecordingReader(file);
  const blocks = blocksOf(file, noFacts());
  let key: number | undefined;
  for await (const { events, refNames } of reader.read(blocks)) {
    const kept = keepEvents(events, (i) => {
      if (key === undefined && reader.pageName(events.page[i]!) === page) key = events.page[i]!;
      if (events.page[i] !== key) return false;
      return onePopulation || ((events.flags[i]! & FLAG_LARGE) !== 0) === (pageClass === 'large');
    });
    orderer.push(kept, refNames);
  }
  orderer.flush();
  matcher.flush();
  return { page, class: pageClass, ...steps.steps(origin) };
}
