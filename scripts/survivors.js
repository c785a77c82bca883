const FASTER = 'the same comes out, only more slowly';
const MEMORY = 'the same comes out, only more memory is taken or kept';
const SAME = 'the same comes out';
const GAP = 'a gap in the tests';
const WORDS = 'words for people, in a function';

/** Why no test fails of a change that `npm run mutate` made: by file and the line as it stands there. */
export const SURVIVORS = {
  'src/events/directions.ts if (this.#open.size > 0) {': FASTER,
  'src/events/directions.ts if (time > this.#last) this.#last = time;': `${SAME} of equal times`,
  'src/events/held-pins.ts if (this.held(page) === 0) return undefined;': `${FASTER}: a walk finds nothing`,
  'src/events/held-pins.ts const index = this.#indexes.get(page) ?? (this.held(page) > WALK_LIMIT ? this.#index(page) : undefined);': `${FASTER}: a walk finds what the index finds`,
  'src/events/held-pins.ts return index === undefined': `${FASTER}: a walk finds what the index finds`,
  'src/events/held-pins.ts this.#enqueue(page, index, ANY * 8 + acquired, handle);': 'ANY is 0',
  'src/events/chunk-order.ts for (; n < this.#kept.length && this.#kept[n]!.time <= until; n++) {': `${SAME}: the next call hands on what is of that very time`,
  'src/events/ordinary.ts return this.#isOpen[page] !== 0;': MEMORY,
  'src/events/page-index.ts let h = (key - high * 0x1_0000_0000) | 0;': `${FASTER} or faster: other places in a table`,
  'src/events/held-pins.ts } else if (task === NOBODY) {': `${FASTER}: the walk goes on, and finds nothing more`,
  'src/events/held-pins.ts #index(page: number): Map<number, Queue> {': `${FASTER}: a walk finds what the index finds`,
  'src/events/held-pins.ts if (--this.#count[page]! === WALK_LIMIT / 2) this.#indexes.delete(page);': `${FASTER}: a walk finds what the index finds`,
  'src/events/held-pins.ts if (queue.handles.length > 4 * this.#count[page]! + WALK_LIMIT) this.#compact(queue);':
    MEMORY,
  'src/events/held-pins.ts if (queue.first > 2 * this.#count[page]! + WALK_LIMIT) this.#compact(queue);': MEMORY,
  'src/events/held-pins.ts const size = Math.max(page + 1, this.#count.length * 2);': FASTER,
  'src/events/match.ts if (ref !== undefined) this.#name(p.pins, handle, ref);': MEMORY,
  'src/events/match.ts if (ref !== undefined) this.#name(p.gets, handle, ref);': MEMORY,
  'src/events/match.ts if (held.match(page, false, NOBODY, NOBODY, ~among) !== undefined) this.counts.ambiguous++;': `${SAME}: who asks decides which is found, not whether one is`,
  'src/events/match.ts if (ref !== undefined && this.#byRef.has(ref)) {': 'no reference has no name',
  'src/events/order.ts while (end > start && raw.time[end - 1]! > upTo) end--;':
    'what stands before the start was handed on, and is not later',
  'src/events/ordinary.ts if (this.#lowSince[page]! > time) this.#lowSince[page] = time;': `${SAME} of equal times`,
  'src/events/ordinary.ts this.#nextDue = since + BESIDE_WINDOW;': `${FASTER}: pages that wait are looked at more often`,
  'src/events/order.ts if (t >= max) max = t;': `${FASTER}: a block in order is sorted`,
  'src/events/order.ts push(raw: RawEvents, refNames: readonly string[] = []): void {': 'names that no event has',
  'src/events/order.ts const refNames: string[] = [];': 'names that no event has',
  'src/events/order.ts const fromBlock = a === middle || (b < length && raw.time[b]! < raw.time[a]!);':
    'what stands behind the end of an array is earlier than nothing',
  'src/events/raw.ts for (let s = 0; s < shards; s++) starts[s + 1]! += starts[s]!;':
    'what is written behind the end of an array is lost',
  'src/events/raw.ts for (let i = 0; i < length; i++) order[next[shard[i]!]!++] = i;':
    'what is written behind the end of an array is lost',
  'src/events/raw.ts for (let i = 0; i < length; i++) to.line[i]! += firstLine;':
    'what is written behind the end of an array is lost',
  'src/events/order.ts for (let i = 0; i < length; i++) {': 'what is written behind the end of an array is lost',
  'src/events/order.ts const raw = rawEvents(parts.reduce((sum, part) => sum + part.raw.length - part.start, 0));':
    MEMORY,
  'src/events/order.ts for (let i = 0; i < raw.length; i++) raw[column][i] = from[order[i]!]!;':
    'what is written behind the events of a block is none of them',
  'src/events/own-counters.ts const size = Math.max(page + 1, this.#start.length * 2);': FASTER,
  'src/harness/anonymous.ts if (runs.first === runs.lengths.length) this.#runs.delete(page);': MEMORY,
  'src/harness/anonymous.ts else if (runs.first > 64 && runs.first * 2 > runs.lengths.length) {': MEMORY,
  'src/harness/replay.ts if (time <= 0) return;': `${SAME}: no time adds nothing`,
  'src/harness/replay.ts for (let b = 0; b < this.#falseChecks.length; b++) if (wrong & (1 << b)) this.#falseChecks[b]!++;':
    'no question has that bit',
  "src/metrics/harm.ts case 'limit-hard':": `${GAP} of the folder: rows of limits in words`,
  "src/metrics/harm.ts case 'guard':": `${GAP} of the folder: rows of guards in words`,
  'src/metrics/harm.ts default:': `${GAP} of the folder: other rows in words`,
  'src/metrics/cost.ts const counterOf = (kind: number): KindSet => counters.find(({ counts }) => counts & (1 << kind))?.counts ?? 0;': `${GAP}: no layout that leaves a kind uncounted`,
  "src/metrics/cost.ts ['read-short', 'write-short'],": `${GAP}: no layout that differs in this pair of kinds alone`,
  'src/metrics/exposure/threats.ts falseYes(layout, name, falseAnswersOfBias(layout, name, kinds), () => `Nothing answers ${name}.`),':
    WORDS,
  "src/metrics/exposure/threats.ts label: () => 'Saturate the word',": WORDS,
  'src/metrics/seen.ts const questions = [...new Set(rows.map(({ of }) => of))].sort();': `${GAP}: the order of several questions`,
  "src/metrics/space/evaluate.ts if (scenario.pins > 0 && !refusals.includes(scenario)) aside('refused', NO_DIRECTION);": `${GAP}: scenarios without pins among those set aside`,
  "src/metrics/space/evaluate.ts if (!pinned.includes(scenario)) aside('wrong', 'nothing was observed for any length of time');": `${GAP}: a scenario without length among those set aside`,
  "src/metrics/space/evaluate.ts else if (scenario.pins > 0 && !written.includes(scenario)) aside('wrong', `written: ${NO_DIRECTION}`);": `${GAP}: scenarios without pins among those set aside`,
  'src/metrics/space/evaluate.ts const all = { numerator: 0, denominator: 0 };': `${GAP} of the folder: refusals of all scenarios together`,
  'src/metrics/space/evaluate.ts all.numerator += numerator;': `${GAP} of the folder: refusals of all scenarios together`,
  'src/metrics/space/evaluate.ts all.denominator += scenario.pins;': `${GAP} of the folder: refusals of all scenarios together`,
  'src/metrics/space/standing.ts if (fewest === null) missing.push(`no bits-left.${of}`);': `${GAP}: a layout of which the bits left are not known`,
  'src/events/raw.ts export function unpacked({ memory, length, tasks }: PackedEvents): RawEvents {': `${GAP} of the folder: events that cross threads (test/threads.test.ts)`,
  'src/events/raw.ts return Object.assign(columnsOf(memory, length), { length, tasks });': `${GAP} of the folder: events that cross threads (test/threads.test.ts)`,
  'src/events/match.ts if (ref === undefined) return;': FASTER,
  'src/events/match.ts if (number === undefined) {': `${GAP}: no task goes on in another block`,
  "src/events/match.ts const comm = dash < 0 || name.startsWith('<...>-') ? name : name.slice(0, dash);": `${GAP}: no task without a dash, or with nothing before it`,
  'src/events/directions.ts if (kept.length < raw.length) thinned(raw, kept);': FASTER,
  'src/events/order.ts if (max - t >= this.#window || t < this.#handed) throw new OrderError(raw.line[i]!, max - t);': `${GAP}: by how much a line is late that is earlier than what was handed on`,
  'src/events/order.ts if (isSorted) this.#held.push(block);': `${FASTER}: a block in order is sorted`,
  'src/events/ordinary.ts if (this.level[page] === level && this.#isOpen[page] === 0) return;': `${GAP}: an event of a page that waits, of the level that it has already`,
  'src/events/page-index.ts if (this.#size * 2 > mask) this.#rehash();': FASTER,
  'src/layouts/catalogue/machine.ts field.reserve > 0 ? value > limitOf(field) : value === limitOf(field);': `${GAP}: where a field saturates without a reserve is not reached by what they draw`,
  "src/layouts/notation.ts const apart = layout.family === 'split' && layout.apart === true;": GAP,
  'src/layouts/notation.ts const missing = (total > 48 ? 64 : 32) - total;': `${GAP}: no layout of 48 bits in all`,
  'src/layouts/yaml.ts if (named && isPlain(layout.id) && layout.domain.name === undefined) return `${indent}- ${layout.id}`;':
    GAP,
  'src/metrics/student.ts for (let i = 0; i < 60; i++) {':
    'one halving more of an interval that is as small as doubles tell',
  "src/layouts/limits.ts if (!first) throw new RangeError('a bias layout has at least one term');":
    'buildBias makes no layout without a term',
  'src/layouts/notation.ts path: [],': 'parseNotation sets the path of every problem of a notation',
  'src/layouts/notation.ts ...(reserve === undefined ? {} : { reserve }),':
    'a reserve that is undefined is one that is absent',
  'src/harness/profile/memory.ts let topPage = -1;': 'there is room for 64 pages at least',
  'src/harness/profile/memory.ts let topHandle = -1;': 'there is room for 1,024 handles at least',
  'src/harness/profile/memory.ts for (let i = 0; i < length; i++) {':
    'what is read behind the end of an array is no number',
  'src/harness/profile/memory.ts if (page > topPage) topPage = page;': `${SAME} of the same page`,
  'src/harness/profile/memory.ts if (ops[i]! < DROP && args[i]! > topHandle) topHandle = args[i]!;': `${SAME} of the same handle, and of a drop of an ordinary reference, whose handle has room`,
  'src/harness/profile/memory.ts return this.state[base + S.TOP_BANDS]! < 0;': `${FASTER}: pages without high bands are looked up in vain`,
  'src/harness/guard/counter-program.ts const most = Math.floor((full - 1) / bias);': `${FASTER}: starts that are no page's are left out`,
  'src/harness/profile/read.ts if (read !== undefined && write !== undefined) {':
    'fields that count read pins stand beside one that counts write pins, and fields of long and short ones beside neither',
  'src/harness/own-demand.ts for (let i = 0; i < length; i++) {': 'what stands behind the end of a chunk is no event',
  'src/harness/own-demand.ts const size = Math.max(64, page + 1, this.#last.length * 2);': FASTER,
  'src/harness/profile/bands.ts this.#counts = new Float64Array(words * (BANDS - PACKED_BANDS));': MEMORY,
  'src/harness/replay.ts if (taken > 0) this.#words.add(page, f, taken);': `${SAME}: none are added`,
  'src/harness/replay.ts if (stuck === 0) return;': FASTER,
  'src/harness/replay.ts for (let f = 0; f < this.#counters; f++) {': 'no page is stuck at a counter that is not there',
  'src/harness/replay.ts if ((stuck & (1 << f)) === 0) continue;': `${SAME}: a counter that is not stuck holds what is held`,
  'src/harness/replay.ts if (time > 0) for (const { field } of this.#warned) if (above & (1 << field)) this.#aboveTime[field]!.add(time);': `${SAME}: no time is added`,
  'src/harness/replay.ts const size = Math.max(64, page + 1, this.#capacity * 2);': FASTER,
  'src/harness/guard/frozen-program.ts isVague: () => false,': `${SAME}: it is asked for a condition`,
  'src/harness/guard/explore.ts return n < 26 ? String.fromCharCode(65 + n) : `T${n + 1}`;': WORDS,
  'src/harness/tally.ts ? a.line < b.line': 'two lines that differ are compared',
  'src/harness/tally.ts ? a.page < b.page': 'two pages that differ are compared',
  'src/harness/tally.ts export const worse = (a: Hit, b: Hit): boolean => (a.wanted !== b.wanted ? a.wanted > b.wanted : earlier(a, b));':
    'two counts that differ are compared',
  'src/harness/own-demand.ts this.#held[at + op - ACQUIRE]!++;': 'ACQUIRE is 0',
  'src/harness/own-demand.ts if (isMeasured) this.#attempted[op - ACQUIRE]!++;': 'ACQUIRE is 0',
  'src/harness/profile/engine.ts if (this.#everything && end > start) this.#addTime(page, base, end - start);': `${SAME} of no time, and of time that nobody asks for`,
  'src/harness/profile/engine.ts if (state[base] !== 0 && end >= this.#from) this.#countLife(page);':
    'nobody measures from after the end',
  'src/harness/profile/profile.ts if (!engine.isPage(page)) continue;': `${SAME} of a page without events`,
  'src/harness/profile/profile.ts if (top > 0) pagesByBand[process][top - 1]!++;':
    'what is written before the start of an array is lost',
  'src/harness/profile/weigh.ts if (readLong !== read || writeLong !== write) {': `${SAME}: added and taken away again`,
  'src/harness/profile/weigh.ts if (longWrite !== long || shortWrite !== short) {': `${SAME}: added and taken away again`,
  'src/harness/replay.ts for (let i = 0; i < chunk.length; i++) {': 'what stands behind the end of a chunk is no event',
  'src/harness/replay.ts for (let page = 0; page < this.#capacity; page++) {':
    'what is read behind the end of an array is no number',
  'src/harness/replay.ts if (this.#last[page] === UNSEEN) continue;': `${SAME} of a page without events`,
  'src/harness/replay.ts if (this.#wrong[page] !== 0) this.#accrue(page, end);': FASTER,
  'src/harness/replay.ts if (this.#above[page] !== 0) this.#accrueAbove(page, end);': FASTER,
  "src/harness/guard/model.ts const saturates = word.fields[index]?.onLimit === 'saturate';":
    'no field is asked for that is not there',
};
