import { guardOf, limitNumber, limitsOf, wordLimit } from '../layouts/limits.ts';
import { limitedOf } from './names.ts';
import { exactly, type StaticMetric } from './types.ts';

export const limit: StaticMetric = {
  id: 'limit',
  scope: 'static',
  label: 'Limit',
  unit: 'references',
  direction: 'higher',
  definition:
    'The most references that a field may hold: 2^(bits − reserve) − 1. For a bias, where nothing stops the count there: the most that it can tell from references of another kind.',
  denominator: null,
  source: 'Bias of a kind: floor((next larger bias, else 2^(word − 1)) / bias) − 1; of ordinary: smallest bias − 1.',
  howToRead:
    'A field refuses or saturates above its limit. A bias does neither above a soft limit: it answers wrongly.',
  ofs: limitedOf,
  compute: (layout) => limitsOf(layout).map(({ name, limit }) => exactly(name, limitNumber(limit))),
};

export const limitHard: StaticMetric = {
  id: 'limit-hard',
  scope: 'static',
  label: 'Hard limit',
  unit: 'references',
  direction: 'higher',
  definition:
    'The highest value of the word of a bias before it reads as negative: 2^(word − 1) − 1. Pins are refused beyond it.',
  denominator: null,
  source: 'try_get_page and try_get_folio refuse a count that is not positive (docs/kernel-facts.md 1.3).',
  howToRead: 'A pin uses up as much of it as its bias: of 2,147,483,647, a bias of 1024 leaves 2,097,151 pins.',
  ofs: (layout) => (layout.family === 'bias' ? ['word'] : []),
  compute: (layout) => (layout.family === 'bias' ? [exactly('word', limitNumber(wordLimit(layout)))] : []),
};

export const guard: StaticMetric = {
  id: 'guard',
  scope: 'static',
  label: 'Guard',
  unit: 'tasks',
  direction: 'higher',
  definition:
    'How many tasks may be between adding to a field and undoing it before the field carries into its neighbour. A field that fails has its whole reserve for them, 2^bits − 2^(bits − reserve); one that saturates is set to 3/4 of its range and has the last quarter, 2^(bits − 2).',
  denominator: null,
  source: 'The arithmetic of refcount_t, include/linux/refcount.h (docs/kernel-facts.md 1.4).',
  howToRead:
    'Linux has fewer tasks than 4,194,304 (PID_MAX_LIMIT), so a guard of at least that many holds against one operation of every task. With guard 0, the field needs compare-and-swap.',
  ofs: (layout) => (layout.family === 'split' ? limitedOf(layout) : []),
  compute: (layout) =>
    layout.family === 'split' ? layout.fields.map((field) => exactly(field.name, limitNumber(guardOf(field)))) : [],
};
