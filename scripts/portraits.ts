import type { Model } from '../src/config/plan.ts';
import { Matcher } from '../src/events/match.ts';
import { Orderer } from '../src/events/order.ts';
import { blocksOf, type FileFacts } from '../src/node/lines.ts';
import { RecordingReader } from '../src/node/recording.ts';
import { generateRun, measuredFrom, measuredUntil } from '../src/workloads/model/index.ts';
import { type Portrait, Portraitist } from '../src/workloads/portrait.ts';
import { ORDER_WINDOW } from '../src/workloads/readers/decoded.ts';

/** The small folios of a recording, and the SHA-256 of its file. @throws InputError for a file that is no recording */
export async function portraitOfRecording(
  path: string,
): Promise<{ readonly portrait: Portrait; readonly sha256: string }> {
  const small = new Portraitist();
  const matcher = new Matcher({ small: (chunk) => small.feed(chunk), large: () => {} });
  const orderer = new Orderer(ORDER_WINDOW, (raw, names, start, end) => matcher.feed(raw, names, start, end));
  const facts: FileFacts = { sha256: '', bytes: 0, isGzip: false };
  const reader = new RecordingReader(path);
  for await (const { events, refNames } of reader.read(blocksOf(path, path, facts))) orderer.push(events, refNames);
  orderer.flush();
  matcher.flush();
  return { portrait: small.finish(matcher.first, matcher.last), sha256: facts.sha256 };
}

/** The pages of some groups of a model, in its first run. */
export function portraitOfModel(model: Model, groups: readonly string[]): Portrait {
  const portraitist = new Portraitist(measuredFrom(model));
  let from = 0;
  for (const { name, count } of model.pages) {
    const range = { from, to: from + count };
    if (groups.includes(name)) for (const chunk of generateRun(model, 0, range)) portraitist.feed(chunk);
    from += count;
  }
  return portraitist.finish(measuredFrom(model), measuredUntil(model));
}
