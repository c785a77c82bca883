const GAP = 'a gap in the tests';

/** Why no test fails of a change that `npm run mutate` made: by file and the line as it stands there. */
export const SURVIVORS = {
  'src/layouts/catalogue/machine.ts field.reserve > 0 ? value > limitOf(field) : value === limitOf(field);': `${GAP}: no layout that they give the machine saturates in a field without a reserve`,
  'src/layouts/kinds.ts if (names.length > kindNames(domain).length) {': `${GAP}: no list is longer than there are names`,
  'src/layouts/kinds.ts return {': `${GAP}: no list is longer than there are names`,
  'src/layouts/kinds.ts problems: [{ path, message: `${names.length} names where there are ${domain.kinds.length} kinds` }],': `${GAP}: no list is longer than there are names`,
  'src/layouts/catalogue/index.ts return BY_ID.get(id.trim().toLowerCase());': `${GAP}: no id has blanks around it`,
  "src/layouts/limits.ts if (!first) throw new RangeError('a bias layout has at least one term');":
    'buildBias makes no layout without a term',
  'src/layouts/notation.ts path: [],': 'parseNotation sets the path of every problem of a notation',
  'src/layouts/notation.ts ...(reserve === undefined ? {} : { reserve }),':
    'a reserve that is undefined is one that is absent',
};
