/**
 * The JSON Schema (draft-07) of results.json, by hand after results.ts. Strict: a key that it does not know is an
 * error, so a new key is added here as well as there; a test validates real results.
 */
import { HAZARDS, PROTOCOLS } from '../harness/guard/model.ts';
import { PAGE_REFERENCES } from '../layouts/domain.ts';
import { REACHES, THREATS } from '../metrics/exposure/types.ts';
import { RESULTS_SCHEMA } from './results.ts';
import {
  described,
  flag,
  list,
  number,
  OWN_COUNTERS,
  oneOf,
  orNull,
  record,
  ref,
  type Schema,
  text,
  whole,
} from './schema-parts.ts';

const pageClass = oneOf('small', 'large');
const hit = record({ time_s: number, page: text, line: whole, task: text, wanted: whole });

const seen = record({
  scenarios: described('In which something that could tell against the layout was measured.', whole),
  harmed: described('Of them, those with a refusal, saturation or false answer that its fields do not explain.', whole),
  blurred: described('Of them, those with a false yes to a question that its fields cannot tell.', whole),
  unmeasured: described('Scenarios beside them in which it may have happened unseen.', whole),
});

const definitions: Readonly<Record<string, Schema>> = {
  provenance: record(
    {
      bitpart: text,
      node: text,
      seed: number,
      command: text,
      startedAt: described('ISO 8601, UTC.', { type: 'string', format: 'date-time' }),
      duration_s: { type: 'number', minimum: 0 },
      inputs: list(record({ path: text, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' }, bytes: whole })),
    },
    {
      plan: described('The layouts.yaml that was in effect: presets and flags written out, defaults filled in.', text),
      machine: ref('machine'),
    },
  ),
  machine: record({ cpu: text, threads: whole, memory_bytes: whole, os: text }),
  field: record(
    {
      name: text,
      bits: { type: 'integer', minimum: 1, maximum: 64 },
      offset: { type: 'integer', minimum: 0, maximum: 63 },
      reserve: whole,
      limit: described('A decimal string beyond 2^53 − 1.', {
        anyOf: [whole, { type: 'string', pattern: '^[0-9]+$' }],
      }),
      counts: list(text),
      onLimit: oneOf('fail', 'saturate', 'carry', 'wrap', 'none'),
    },
    {
      bias: described('Only for a bias: what one reference adds.', { type: 'number', minimum: 1 }),
      warn: described('The count from which on the field warns.', { type: 'integer', minimum: 1 }),
    },
  ),
  layout: record(
    {
      id: text,
      family: oneOf('split', 'bias'),
      word: oneOf(32, 64),
      fields: described('From high to low.', list(ref('field'))),
      yaml: text,
      cost: record({
        bytesPerPage: orNull({ type: 'number', minimum: 0 }),
        bytesPerGiB: orNull({ type: 'number', minimum: 0 }),
        unpinKnows: list(text),
        callSites: orNull(whole),
        atomicsPerPin: oneOf(1, 2),
        updates: list(record({ of: text, update: oneOf('add', 'compare-and-swap'), why: text })),
      }),
    },
    { apart: { const: true }, domain: ref('domain') },
  ),
  domain: record({
    name: text,
    kinds: { type: 'array', items: text, minItems: 1, maxItems: 8 },
    groups: { type: 'object', additionalProperties: list(text) },
    questions: { type: 'object', additionalProperties: list(text) },
    state: list(text),
  }),
  distribution: record({ of: text, class: pageClass, value: list(whole), pages: list(whole) }),
  busiest: record({
    page: text,
    class: pageClass,
    time_s: list(number),
    held: { type: 'object', additionalProperties: list(whole) },
    thinned: flag,
  }),
  scenario: record(
    {
      id: text,
      source: oneOf('recording', 'model', 'profile'),
      from: text,
      format: text,
      observed: record({ ordinary: flag, direction: flag, pins: flag, checks: flag }),
      events: whole,
      pages: described(
        'Folios with at least one event, whether or not it took a reference.',
        record({ small: whole, large: whole }),
      ),
      duration_s: { type: 'number', minimum: 0 },
      runs: { type: 'integer', minimum: 1 },
      matching: record({
        byRef: whole,
        interrupt: whole,
        task: whole,
        comm: whole,
        oldest: whole,
        ignored: whole,
        beside: whole,
        directed: whole,
        ambiguous: whole,
        corrected: whole,
      }),
      unreadable: record({ count: whole }, { first: record({ line: whole, text }) }),
      distributions: list(ref('distribution')),
    },
    {
      description: described('What it is, in one line.', text),
      hostile: described('Only of attacks.', { const: true }),
      counters: OWN_COUNTERS,
      notes: list(text),
      domain: described('Whose kinds it has; absent: page references.', text),
      busiest: ref('busiest'),
    },
  ),
  measurement: record(
    {
      layout: text,
      scenario: described('null: a number of the layout alone.', orNull(text)),
      class: pageClass,
      metric: text,
      of: described(
        `A field, a kind or group, or a question (${Object.keys(PAGE_REFERENCES.questions).join(', ')}).`,
        text,
      ),
      value: number,
      numerator: orNull(number),
      denominator: orNull(number),
      low: number,
      high: number,
      method: oneOf('profile', 'replay', 'closed-form', 'static'),
    },
    { log10: described('Where the value is too small for a double.', number) },
  ),
  unmeasured: record(
    {
      layout: orNull(text),
      scenario: orNull(text),
      class: pageClass,
      metric: text,
      of: text,
      reason: text,
    },
    {
      nothing: described('There was nothing that could have gone wrong: none attempted, asked or observed.', {
        const: true,
      }),
    },
  ),
  hit: record({ layout: text, scenario: text, class: pageClass, of: text, first: hit, worst: hit }),
  requirement: record(
    {
      key: text,
      text,
      compare: oneOf('<=', '<', '>=', '>', '=='),
      bound: number,
      layout: text,
      judged: described(
        'False where it could not be judged in any scenario, or was kept as far as measured and elsewhere only a replay would tell, or the source does not: met is then true.',
        flag,
      ),
      met: flag,
      worst: orNull(record({ scenario: orNull(text), value: number })),
    },
    { note: text },
  ),
  verdict: record(
    {
      layout: text,
      judged: described('False where nothing that could tell against the layout was measured.', flag),
      holds: described('Never true where it was not judged.', flag),
      benign: described('On ordinary load.', seen),
      hostile: described('Under attack.', seen),
      cannotTell: described('Questions of which some field counts other kinds too.', list(text)),
      summary: text,
      evidence: list(record({ scenario: orNull(text), metric: text, of: text, text })),
    },
    {
      missedUnattacked: described(
        'Requirements missed without any attack: by the layout itself, or in a benign scenario. Absent: none.',
        number,
      ),
    },
  ),
};

const share = record({ value: number, numerator: number, denominator: number, scenario: text, of: text });
const bitsLeft = record({ value: number, scenario: orNull(text), of: text });
const judged = record({
  layout: text,
  misses: list(record({ key: text, text, scenario: orNull(text), value: number })),
  unjudged: list(text),
});

/** The design space. */
const spaceDefinitions: Readonly<Record<string, Schema>> = {
  space: record(
    {
      word: oneOf(32, 64),
      layouts: whole,
      placed: whole,
      excluded: list(record({ reason: text, count: whole, layouts: list(text), scenarios: list(text) })),
      scenarios: described(
        'Where each axis is looked for at its worst.',
        list(record({ id: text }, { hostile: { const: true } })),
      ),
      setAside: list(record({ scenario: text, objective: oneOf('headroom', 'refused', 'wrong'), reason: text })),
      apart: described(
        'Kinds of one’s own, which have no place in a space of page references.',
        list(record({ domain: text, layouts: list(text), scenarios: list(text) })),
      ),
      front: record({ layouts: whole, places: whole, shown: described('Most headroom first.', list(ref('place'))) }),
      named: list(ref('standing')),
      curves: list(ref('curve')),
    },
    { requirements: ref('spaceRequirements'), exposure: ref('survey') },
  ),
  place: record(
    {
      layout: text,
      family: oneOf('read/write', 'pin', 'bias'),
      reserve: described('null: a bias, which has none.', orNull(whole)),
      equals: whole,
      equal: list(text),
      headroom: bitsLeft,
      refused: orNull(share),
      wrong: orNull(share),
      longterm: orNull(share),
      pinsLeft: orNull(bitsLeft),
    },
    { meets: flag },
  ),
  standing: record({
    layout: text,
    headroom: orNull(bitsLeft),
    refused: orNull(share),
    wrong: orNull(share),
    missing: list(text),
    isUndominated: orNull(flag),
    dominators: whole,
    dominatedBy: list(text),
    atSameReserve: list(text),
  }),
  curve: record({
    scenario: text,
    of: oneOf('read', 'write', 'pin'),
    attempted: whole,
    refused: described('By a field of 1, 2, … usable bits.', list(whole)),
    needs: whole,
  }),
  survey: record({
    attacker: text,
    layouts: whole,
    survivors: list(text),
    families: list(
      record({
        family: text,
        layouts: whole,
        survivors: whole,
        open: list(record({ threat: text, layouts: whole })),
        ruledOutBy: list(text),
      }),
    ),
  }),
  spaceRequirements: record({
    met: described('Known to meet all.', whole),
    open: described('Miss none, but are not judged for all.', whole),
    each: list(record({ key: text, text, met: whole, unjudged: whole })),
    elsewhere: described('Keys of what no layout of the space has.', list(text)),
    meeting: list(judged),
    undecided: list(judged),
    failing: list(judged),
    nearest: list(judged),
  }),
};

const closedFormRow = record(
  {
    shares: described('How many shares are this number; layout and of are those of the first.', whole),
    layout: text,
    scenario: text,
    metric: text,
    of: text,
    value: number,
    low: number,
    high: number,
    exact: number,
  },
  { log10: number },
);

/** How far the numbers can be trusted. */
const trustDefinitions: Readonly<Record<string, Schema>> = {
  trust: record({ replay: ref('replayWitness'), closedForms: ref('closedFormWitness'), matching: list(ref('shift')) }),
  replayWitness: record({
    layouts: whole,
    scenarios: whole,
    compared: described('Numbers read off the profile that were compared with those of replay.', whole),
    failed: described('… and that differ: 0, or bitpart has a bug.', whole),
    disagreements: list(record({ layout: text, scenario: text, of: text, profile: text, replay: text })),
    left: list(record({ reason: text, layouts: list(text), scenarios: list(text) })),
  }),
  closedFormWitness: record({
    compared: described('Shares of which a closed form knows the true value.', whole),
    inside: described('… whose 95 % interval holds it.', whole),
    different: described(
      'The same, each number once: one where scenario, metric, simulated counts and the closed form as written are the same.',
      record({
        compared: whole,
        inside: whole,
        impossible: described('Both are 0, because it cannot happen.', whole),
        certain: described('Both are 1, because it always happens.', whole),
        seen: described('Others of which the simulation saw something: one in twenty may be outside by chance.', whole),
      }),
    ),
    outside: described(
      'Different numbers whose interval does not hold the true value; some of many.',
      list(closedFormRow),
    ),
    rows: described('Different numbers of which the simulation saw something; some of many.', list(closedFormRow)),
  }),
  shift: record(
    {
      scenario: text,
      drops: whole,
      newestFirst: orNull(
        record({
          compared: whole,
          changed: whole,
          moves: list(
            record({ metric: text, layout: text, of: text, class: pageClass, value: number, newestFirst: number }),
          ),
          refused: list(record({ layout: text, value: number, newestFirst: number })),
        }),
      ),
    },
    { reason: described('Why it was not read the other way round.', text) },
  ),
};

const reach = oneOf(...REACHES);
const evidence = oneOf('measured', 'computed');
const amount: Schema = { type: 'number', minimum: 0 };
const countOrText: Schema = { anyOf: [whole, { type: 'string', pattern: '^[0-9]+$' }] };
const hazard = oneOf(...HAZARDS);
const use = record({ limit: text, amount }, { dividedBy: text });

/** What attackers need, and how many tasks a field stands. */
const exposureDefinitions: Readonly<Record<string, Schema>> = {
  attacker: record({
    id: text,
    name: text,
    limits: {
      type: 'object',
      additionalProperties: record({
        value: amount,
        unit: oneOf('bytes', 'count'),
        per: oneOf('user', 'process', 'system', 'ring', 'call'),
        name: text,
        source: text,
      }),
    },
    has: list(text),
  }),
  move: record(
    {
      id: text,
      name: text,
      call: text,
      kind: text,
      reaches: list(reach),
      folios: list(pageClass),
      bytes: described('Of kernel memory for each reference.', amount),
      charge: record({ against: text, per: oneOf('user', 'process', 'ring', 'nothing'), bytes: amount }),
      uses: list(use),
      perCall: amount,
      needs: list(text),
      evidence,
      sources: list(text),
    },
    { perTask: { anyOf: [amount, use] }, cannotFail: flag, rate: record({ references: amount, seconds: amount }) },
  ),
  exposure: record(
    {
      layout: text,
      attacker: text,
      threat: oneOf(...THREATS),
      of: text,
      label: text,
      references: described('null: no number of references does it.', orNull(countOrText)),
      how: text,
      verdict: oneOf('open', 'stopped', 'impossible'),
      pages: list(reach),
      plan: list(
        record({
          move: text,
          references: amount,
          bytes: amount,
          charged: amount,
          charge: text,
          calls: amount,
          tasks: amount,
          seconds: orNull(amount),
          evidence,
          sources: list(text),
        }),
      ),
      bytes: amount,
      charged: amount,
      seconds: described('null: nobody measured it.', orNull(amount)),
      safe: described('What would have to change; empty where the threat is not open.', text),
    },
    {
      tasks: described('Inside the window at once; absent: it takes no race.', countOrText),
      stoppedBy: record({ limits: list(text), allows: amount, text }),
    },
  ),
  race: record({
    protocol: oneOf(...PROTOCOLS),
    what: text,
    tasks: whole,
    hazard,
    start: text,
    states: whole,
    steps: list(
      record({ task: text, does: text, before: text, after: text, counts: list(whole), hazards: list(hazard) }),
    ),
  }),
  warning: record({
    layout: text,
    attacker: text,
    of: text,
    level: { type: 'integer', minimum: 1 },
    references: countOrText,
    verdict: oneOf('open', 'short', 'silent'),
    seconds: described('null: he cannot, or nobody measured it.', orNull(amount)),
    move: orNull(text),
    text,
  }),
  guard: record({
    layout: text,
    of: text,
    protocol: oneOf(...PROTOCOLS, 'unchecked'),
    isDefault: flag,
    tasks: described('null: any number.', orNull(countOrText)),
    sustained: described('Of tasks that go on; null: any number.', orNull(countOrText)),
    first: described('What one task more brings about.', orNull(hazard)),
    hazards: list(record({ hazard, tasks: orNull(countOrText), sustained: orNull(countOrText) })),
    enough: list(
      record({
        of: oneOf('PID_MAX_LIMIT', 'NR_CPUS'),
        tasks: whole,
        reserve: orNull(whole),
        sustained: orNull(whole),
      }),
    ),
    text,
  }),
};

const members = record({ added: list(text), removed: list(text), redefined: list(text) });
const standingWord = oneOf('holds', 'does not hold', 'not judged');
const metricCounts = list(record({ metric: text, rows: whole }));

const baselineDefinitions: Readonly<Record<string, Schema>> = {
  baseline: record({
    from: text,
    bitpart: text,
    command: text,
    startedAt: text,
    layouts: members,
    scenarios: members,
    required: described(
      'What layouts.yaml requires, where that is not what it required then.',
      record({
        added: list(record({ key: text, text })),
        removed: list(record({ key: text, text })),
        changed: described(
          'The same key, another bound or comparison.',
          list(record({ key: text, before: text, after: text })),
        ),
      }),
    ),
    verdicts: list(
      record(
        { layout: text, before: standingWord, after: standingWord },
        {
          required: described(
            'Something else is required: alone where nothing else that the verdict rests on has changed.',
            oneOf('alone', 'too'),
          ),
        },
      ),
    ),
    requirements: list(record({ key: text, text, layout: text, met: flag })),
    rows: record({ compared: whole, equal: whole, appeared: metricCounts, disappeared: metricCounts }),
    changes: described('Worse ones first, noise last.', list(ref('change'))),
    regressed: flag,
  }),
  estimate: record({ value: number, low: number, high: number }, { log10: number }),
  change: record({
    layout: text,
    scenario: orNull(text),
    class: pageClass,
    metric: text,
    of: text,
    before: ref('estimate'),
    after: ref('estimate'),
    absolute: number,
    relative: described('null where it was 0, and for bits.', orNull(number)),
    way: oneOf('better', 'worse', 'other'),
    noise: described('Estimates whose 95 % intervals overlap.', flag),
  }),
};

export const RESULTS_JSON_SCHEMA: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:bitpart:results@1',
  title: 'bitpart results',
  ...record(
    {
      schema: { const: RESULTS_SCHEMA },
      provenance: ref('provenance'),
      layouts: list(ref('layout')),
      scenarios: list(ref('scenario')),
      measurements: described(
        'One row per layout, scenario, metric and of, zeros included; small folios.',
        list(ref('measurement')),
      ),
      large: described('The same for large folios.', list(ref('measurement'))),
      unmeasured: list(ref('unmeasured')),
      hits: list(ref('hit')),
      requirements: list(ref('requirement')),
      verdicts: list(ref('verdict')),
    },
    {
      space: ref('space'),
      attackers: described('Who attacks; the rows exposure-* are of the first.', list(ref('attacker'))),
      moves: described('With what; absent: the moves that ship.', list(ref('move'))),
      exposure: described('What each threat costs each attacker.', list(ref('exposure'))),
      guards: described('How many tasks each field stands.', list(ref('guard'))),
      races: described('How each way to update goes wrong, on a small word.', list(ref('race'))),
      warnings: described('From the warning level of each field to its limit.', list(ref('warning'))),
      trust: described('How far the numbers can be trusted.', ref('trust')),
      baseline: described('How it differs from an earlier run.', ref('baseline')),
    },
  ),
  definitions: {
    ...definitions,
    ...spaceDefinitions,
    ...exposureDefinitions,
    ...trustDefinitions,
    ...baselineDefinitions,
  },
};
