import type { Model, PageGroup, PinStream } from '../../config/plan.ts';
import { classOf, type Domain, PAGE_REFERENCES } from '../../layouts/domain.ts';
import { checkRate, ordinaryStream } from './describe.ts';
import { type HoldSampler, holdSampler, meanHold, residualSampler } from './hold.ts';

/** References of one class that arrive at random: a stream of a group, with its samplers. Times are in nanoseconds. */
export interface Stream {
  /** Class codes (layouts/domain ACQUIRED): each call is of one of them, all equally often. */
  readonly codes: readonly number[];
  /** Calls per page and second; of each source while it holds none. */
  readonly rate: number;
  readonly hold: HoldSampler;
  /** What is left at the start of calls that are under way then, and how many of them a call per second comes to, s. */
  readonly residual: HoldSampler;
  readonly underWay: number;
  readonly batch: number;
  readonly pages: number;
  readonly sources: number;
  readonly phases: Phases | undefined;
  readonly retry: { readonly times: number; readonly wait: HoldSampler; readonly factor: number } | undefined;
  /** Its calls ask whether they were refused. */
  readonly asks: boolean;
}

/** Mean lengths of the phases in which calls start, and in which none do. */
export interface Phases {
  readonly on: number;
  readonly off: number;
}

/** The kinds that calls of a stream may be of. */
export const kindsOfStream = ({ kind, or = [] }: PinStream): readonly string[] => [kind, ...or];

/** A stream whose calls wait for the layout's answer: the model is a closed loop. */
export const asksFor = (stream: PinStream): boolean =>
  (stream.pages ?? 1) > 1 ||
  (stream.sources !== undefined && stream.ifRefused !== 'skip') ||
  stream.retry !== undefined;

/** Streams of a group whose pages cannot be made one by one, each from a single Poisson process. */
export const isRich = (group: PageGroup): boolean =>
  (group.zipf ?? 0) !== 0 ||
  group.ordinary?.sources !== undefined ||
  group.pins.some(
    (stream) =>
      asksFor(stream) ||
      stream.sources !== undefined ||
      (stream.batch ?? 1) > 1 ||
      stream.phases !== undefined ||
      kindsOfStream(stream).length > 1,
  );

/** Some layout's refusals change what happens next: every layout has a history of its own. */
export const isClosedLoop = (model: Model): boolean =>
  model.pages.some((group) => group.pins.some((stream) => stream.rate > 0 && asksFor(stream)));

/**
 * The streams of a group in which anything arrives: ordinary references, then pins.
 * @param warm whether what is held in the steady state is held at the start.
 * @param domain what the kinds are of.
 * @throws RangeError for a stream that is none: see `PinStream` for what each number may be.
 */
export function streamsOf(group: PageGroup, warm: boolean, domain: Domain = PAGE_REFERENCES): Stream[] {
  const streams: PinStream[] = [...ordinaryStream(group)];
  if (group.ordinary?.rate && !group.ordinary.hold)
    throw new RangeError(`ordinary references of ${group.name} arrive, but have no hold`);
  for (const ordinary of streams) checkStream(ordinary, group);
  for (const pins of group.pins) {
    for (const kind of kindsOfStream(pins)) {
      if ((classOf(domain, kind) ?? 0) === 0) throw new RangeError(`no pin is of kind ${kind}`);
    }
    checkStream(pins, group);
    streams.push(pins);
  }
  return streams.filter(({ rate }) => checkedRate(rate) > 0).map((stream) => streamOf(stream, warm, domain));
}

function streamOf(stream: PinStream, warm: boolean, domain: Domain): Stream {
  const { rate, hold, batch = 1, pages = 1, sources = 0, phases, retry } = stream;
  const mean = meanHold(hold);
  // Where phases go on and off, what is held depends on the phases before: such a stream starts with nothing.
  const starts = warm && mean < Number.POSITIVE_INFINITY && phases === undefined;
  return {
    // The stream of ordinary references is of the first kind, whatever that is called.
    codes: kindsOfStream(stream).map((kind) => classOf(domain, kind) ?? 0),
    rate,
    hold: holdSampler(hold),
    residual: starts ? residualSampler(hold) : holdSampler(hold),
    underWay: starts ? mean : 0,
    batch,
    pages,
    sources,
    phases: phases && { on: phases.on * 1e9, off: phases.off * 1e9 },
    retry: retry && { times: retry.times, wait: holdSampler(retry.wait), factor: retry.factor },
    asks: asksFor(stream),
  };
}

function checkStream({ batch = 1, pages = 1, sources, ifRefused, phases, retry }: PinStream, group: PageGroup): void {
  const whole = (what: string, value: number, most: number): void => {
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw new RangeError(`${what} of ${group.name} must be a whole number, 1 to ${most}: ${value}`);
  };
  whole('the batch', batch, 2 ** 16);
  whole('the pages that a call pins', pages, Math.max(1, group.count));
  if (sources !== undefined) whole('the sources', sources, 2 ** 20);
  if (retry !== undefined) {
    whole('the retries', retry.times, 2 ** 16);
    if (!(retry.factor >= 1 && retry.factor < Number.POSITIVE_INFINITY))
      throw new RangeError(`a wait must grow by a factor of 1 or more: ${retry.factor}`);
  }
  if (ifRefused !== undefined && (pages > 1 || retry !== undefined || sources === undefined))
    throw new RangeError(
      `only sources that pin one page and do not retry can skip what they are refused: ${group.name}`,
    );
  if (phases === undefined) return;
  if (!(phases.on > 0 && phases.off >= 0 && phases.on + phases.off < Number.POSITIVE_INFINITY))
    throw new RangeError(`phases must be finite, on above 0 s: ${phases.on} s, ${phases.off} s`);
}

/** Of the checks of a model, per page and second. */
export const checkedCheckRate = (model: Model): number => checkedRate(checkRate(model));

/** @throws RangeError unless the rate is finite, 0 or more. */
export function checkedRate(rate: number): number {
  if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY))
    throw new RangeError(`a rate must be finite, 0 or more: ${rate}`);
  return rate;
}
