import type { FrozenGuard } from './model.ts';
import {
  type Action,
  AT,
  type DONE,
  type Emit,
  FINISHED,
  type HazardSet,
  hazardBit,
  IDLE,
  type Program,
  WORD,
} from './program.ts';

const CARRY = hazardBit('carry');
const FREED = hazardBit('freed');
const STALE = hazardBit('stale');

/**
 * The frozen bit: tries, drops, the last of which frees the page, and allocation. Slots after the steps: references held,
 * and whether the page is free (1) or in use (0).
 */
export function frozenProgram(word: FrozenGuard, tasks: number, ends: typeof IDLE | typeof DONE): Program {
  const { bits, amount } = word;
  const range = 2 ** bits;
  const frozen = range / 2;
  /** From here on a try sets the word back: a quarter of the range above frozen. */
  const scary = frozen + range / 4;
  const most = Math.floor((frozen - 1) / amount);

  // Those at BACK have read the word that is there now; those at AGAIN have not, and their compare-and-swap will fail.
  const [AGAIN, BACK, FREEZE, EARLIER] = [AT, AT + 1, AT + 2, AT + 3];
  const [HELD, FREE] = [AT + 4, AT + 5];
  const none = [0, 0, 0, 0];
  const [again, back, freeze, earlier] = [0, 1, 2, 3];

  const actions: Action[] = [];
  const action = (does: string, from: number, to: number): number => actions.push({ does, from, to }) - 1;
  const takes = action(`adds ${amount}, finds the page in use: holds a reference`, IDLE, ends);
  const refused = action(`adds ${amount}, finds the page frozen: is refused`, IDLE, ends);
  const isScary = action(`adds ${amount}, finds the page frozen and a quarter of the range used up`, IDLE, back);
  const setsBack = action('sets the word back to frozen', back, again);
  const stillScary = action('reads again: a quarter of the range is used up', again, back);
  const isBack = action('reads again: the word was set back, is refused', again, ends);
  const drops = action(`takes ${amount}: drops a reference`, IDLE, ends);
  const dropsLast = action(`takes ${amount}: drops the last reference`, IDLE, freeze);
  const frees = action('compares and swaps 0 for frozen: frees the page', freeze, ends);
  const inUse = action('compares and swaps 0 for frozen: no longer 0', freeze, ends);
  const freesEarlier = action('compares and swaps 0 for frozen: frees the page, which has been reused', earlier, ends);
  const inUseEarlier = action('compares and swaps 0 for frozen: no longer 0, in a later life', earlier, ends);
  const allocates = action(`allocates the page: sets the word to ${amount}`, IDLE, ends);

  const to: number[] = [];
  return {
    radices: [range, tasks + 1, ...none.map(() => tasks + 1), most + tasks + 2, 2],
    steps: none.length,
    actions,
    isVague: () => false,
    *starts() {
      for (let count = 1; count <= most; count++) yield [count * amount, 0, ...none, count, 0];
      // A free page, with whatever earlier tries left in it.
      for (let bits = frozen; bits < scary; bits++) yield [bits, 0, ...none, 0, 1];
    },
    next(from: readonly number[], emit: Emit) {
      const bits = from[WORD]!;
      const held = from[HELD]!;
      const begin = (slot?: number): void => {
        for (let i = 0; i < from.length; i++) to[i] = from[i]!;
        if (slot !== undefined) to[slot]!--;
      };
      const send = (code: number, hazards: HazardSet = 0): void => {
        if (to[WORD] !== bits) {
          to[AGAIN]! += to[BACK]!;
          to[BACK] = 0;
        }
        const step = actions[code]!.to;
        if (step >= 0) to[AT + step]!++;
        else if (step !== IDLE) to[FINISHED]!++;
        emit(to, code, hazards);
      };
      let busy = from[FINISHED]!;
      for (let i = 0; i < none.length; i++) busy += from[AT + i]!;
      if (busy < tasks) {
        if (bits >= frozen || bits + amount < frozen) {
          begin();
          to[WORD] = (bits + amount) % range;
          const out = bits + amount >= range ? CARRY : 0;
          if (to[WORD]! < frozen) {
            to[HELD]!++;
            send(takes, out | (from[FREE] === 1 ? FREED : 0));
          } else send(to[WORD]! >= scary ? isScary : refused, out);
        }
        if (held > 0 && bits >= amount) {
          begin();
          to[WORD] = bits - amount;
          to[HELD]!--;
          send(to[WORD] === 0 ? dropsLast : drops);
        }
        if (from[FREE] === 1 && bits >= frozen) {
          begin();
          to[WORD] = amount;
          to[HELD] = 1;
          to[FREE] = 0;
          // Who dropped the last reference of the life that ended has still to look.
          to[EARLIER]! += to[FREEZE]!;
          to[FREEZE] = 0;
          send(allocates);
        }
      }
      if (from[BACK]! > 0) {
        begin(BACK);
        to[WORD] = frozen;
        send(setsBack);
      }
      if (from[AGAIN]! > 0) {
        begin(AGAIN);
        send(bits >= scary ? stillScary : isBack);
      }
      for (const slot of [FREEZE, EARLIER]) {
        if (from[slot] === 0) continue;
        begin(slot);
        if (bits !== 0) {
          send(slot === FREEZE ? inUse : inUseEarlier);
          continue;
        }
        to[WORD] = frozen;
        to[FREE] = 1;
        const early = slot === EARLIER ? STALE : 0;
        send(slot === FREEZE ? frees : freesEarlier, early | (held > 0 ? FREED : 0));
      }
    },
  };
}
