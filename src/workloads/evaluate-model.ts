import type { Model } from '../config/plan.ts';
import { noMatching } from '../events/match.ts';
import type { Names } from '../harness/hits.ts';
import { OwnDemand } from '../harness/own-demand.ts';
import { ProfileEngine } from '../harness/profile/engine.ts';
import { profileOf } from '../harness/profile/profile.ts';
import { Replay } from '../harness/replay.ts';
import { StepsOfPage } from '../harness/steps.ts';
import type { Tally } from '../harness/tally.ts';
import { acquiredOf, PAGE_REFERENCES } from '../layouts/domain.ts';
import type { Layout } from '../layouts/types.ts';
import type { Busiest } from '../report/results.ts';
import { checkNotes } from './askers.ts';
import type { Evaluated, Population } from './evaluated.ts';
import { emptyPopulation } from './evaluated.ts';
import {
  generateRun,
  isClosedLoop,
  type Loop,
  measuredFrom,
  measuredUntil,
  modelPages,
  nameOfModelPage,
  observedOf,
} from './model/index.ts';
import { addWitnessed, type Witnessed, WitnessStand } from './witness.ts';

/** What one run came to, and the layouts that were replayed to see that the profile says the same. */
export interface EvaluatedRun {
  readonly population: Population;
  readonly witnessed: readonly Witnessed[];
}

/**
 * One run of a model through every engine. `replays`: layouts that go through replay. A model that is a closed loop is made
 * anew for each of them, because what it refuses changes what comes next; the profile is of what is wanted.
 */
export function evaluateRun(
  model: Model,
  run: number,
  replays: readonly Layout[],
  witnessed: readonly Layout[] = [],
): EvaluatedRun {
  const from = measuredFrom(model);
  const end = measuredUntil(model);
  const names = modelNames(model);
  const closedLoop = isClosedLoop(model);
  const { domain } = model;
  const demand = domain === undefined ? undefined : new OwnDemand(domain, from);
  const profile = new ProfileEngine({ from });
  // The profile answers for no layout where each makes a history of its own.
  const witnesses = new WitnessStand(closedLoop ? [] : witnessed, from);
  const engines = replays.map((layout) => ({ id: layout.id, engine: new Replay(layout, from) }));
  let events = 0;
  for (const chunk of generateRun(model, run)) {
    events += chunk.length;
    (demand ?? profile).feed(chunk);
    witnesses.feed(chunk);
    if (!closedLoop) for (const { engine } of engines) engine.feed(chunk);
  }
  const tallyOf = (engine: Replay): Tally => {
    const calls = closedLoop ? answer(model, run, engine) : undefined;
    return { ...engine.finish(end, names), ...(calls === undefined ? {} : { calls }) };
  };
  // fromEntries defines own properties, so that an id `__proto__` stays an id.
  const tallies = Object.fromEntries(engines.map(({ id, engine }) => [id, tallyOf(engine)]));
  const whole = demand?.finish(end) ?? profileOf(profile, end, names, events);
  return { population: { profile: whole, tallies }, witnessed: witnesses.finish(whole, end, names) };
}

/** Lets a layout answer the calls of a run. Returns how they ended, by class code. */
function answer(model: Model, run: number, engine: Replay): NonNullable<Tally['calls']> {
  const attempted = new Array<number>(acquiredOf(model.domain ?? PAGE_REFERENCES).length).fill(0);
  const refused = new Array<number>(acquiredOf(model.domain ?? PAGE_REFERENCES).length).fill(0);
  const loop: Loop = {
    admitted: (handle) => engine.admitted(handle),
    called: (acquired, isTaken) => {
      attempted[acquired]!++;
      if (!isTaken) refused[acquired]!++;
    },
  };
  for (const chunk of generateRun(model, run, undefined, loop)) engine.feed(chunk);
  return { attempted, refused };
}

/** What its runs come to together. */
export function evaluatedModel(model: Model, evaluated: readonly EvaluatedRun[]): Evaluated {
  const runs = evaluated.map(({ population }) => population);
  const busiest = busiestOfModel(model, runs);
  return {
    format: `model, ${model.runs} ${model.runs === 1 ? 'run' : 'independent runs'} of ${model.duration} s after ${model.warmup} s of warm-up, seed ${model.seed}`,
    observed: observedOf(model),
    events: runs.reduce((sum, { profile }) => sum + profile.events, 0),
    duration: Math.round(model.duration * 1e9),
    matching: noMatching(),
    unreadable: { count: 0 },
    runs: runs.map((small) => ({ small, large: emptyPopulation() })),
    witnessed: addWitnessed(evaluated.map(({ witnessed }) => witnessed)),
    ...(busiest === undefined ? {} : { busiest }),
    notes: notesOf(model),
    ...(isClosedLoop(model) ? { closedLoop: true } : {}),
    ...(model.domain === undefined ? {} : { domain: model.domain }),
  };
}

/** What is special about a model. */
function notesOf(model: Model): string[] {
  const notes = isClosedLoop(model)
    ? [
        'A refused call waits, tries again, or drops the pages that it has: what comes next depends on the layout, so each was replayed on a history of its own. Peaks and pins at once are those had nothing been refused.',
      ]
    : [];
  return [...notes, ...checkNotes(model)];
}

function modelNames(model: Model): Names {
  return { origin: measuredFrom(model), page: (index) => nameOfModelPage(model, index), task: () => '' };
}

/** The page with the most pins at once in the first run, generated once more for its steps. */
function busiestOfModel(model: Model, runs: readonly Population[]): Busiest | undefined {
  const page = runs[0]?.profile.busiest?.page;
  if (page === undefined) return undefined;
  let index = 0;
  while (index < modelPages(model) && nameOfModelPage(model, index) !== page) index++;
  const steps = new StepsOfPage(index);
  for (const chunk of generateRun(model, 0, { from: index, to: index + 1 })) steps.feed(chunk);
  return { page, class: 'small', ...steps.steps(measuredFrom(model)) };
}
