import type { BiasGuard, FrozenGuard, GuardField, SplitGuard } from '../../../src/harness/guard/index.ts';

type Policy = 'fail' | 'saturate';

/** Every way to cut a word into 1 to 3 fields, each with every reserve; the fields fail. */
export function* fieldsOf(bits: number): Generator<readonly GuardField[]> {
  for (let parts = 1; parts <= Math.min(3, bits); parts++) {
    for (const widths of cuts(bits, parts)) yield* reserves(widths, 0);
  }
}

/** Every split of the word on which tasks work on one field, by every protocol; `policy` is that field's. */
export function* splitsOf(bits: number): Generator<SplitGuard> {
  for (const fields of fieldsOf(bits)) {
    for (const on of fields.keys()) {
      for (const policy of ['fail', 'saturate'] as const) {
        const own = withPolicy(fields, on, policy);
        for (const protocol of ['add-undo', 'check-add', 'compare-and-swap'] as const) {
          // What saturates is added to in one way only.
          if (policy === 'saturate' && protocol === 'check-add') continue;
          yield { word: 'split', fields: own, on: [on], protocol };
        }
      }
    }
  }
}

/** Every bias that leaves room for a pin, powers of two or not. */
export function* biasesOf(bits: number): Generator<BiasGuard> {
  for (let bias = 2; bias <= 2 ** (bits - 2); bias++) {
    for (const protocol of ['add-undo', 'check-add', 'compare-and-swap'] as const) {
      yield { word: 'bias', bits, bias, protocol };
    }
  }
}

export function* frozenOf(bits: number): Generator<FrozenGuard> {
  for (let amount = 1; amount < 2 ** (bits - 2); amount++)
    yield { word: 'frozen', bits, amount, protocol: 'frozen-bit' };
}

export function withPolicy(fields: readonly GuardField[], on: number, policy: Policy): readonly GuardField[] {
  return fields.map((field, f) => (f === on ? { ...field, onLimit: policy } : field));
}

export function field(bits: number, reserve: number, onLimit: Policy, name = 'field'): GuardField {
  return { name, bits, reserve, onLimit };
}

function* cuts(bits: number, parts: number): Generator<readonly number[]> {
  if (parts === 1) yield [bits];
  else
    for (let first = 1; first <= bits - parts + 1; first++)
      for (const rest of cuts(bits - first, parts - 1)) yield [first, ...rest];
}

function* reserves(widths: readonly number[], from: number): Generator<readonly GuardField[]> {
  const bits = widths[from];
  if (bits === undefined) {
    yield [];
    return;
  }
  for (let reserve = 0; reserve < bits; reserve++) {
    for (const rest of reserves(widths, from + 1)) yield [field(bits, reserve, 'fail', `field ${from + 1}`), ...rest];
  }
}
