// What tests import as `vitest` under scripts/mutate/runner.js: describe and it keep the tests in a list, expect is vitest's own.
import { ASYMMETRIC_MATCHERS_OBJECT, chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

/** Every test of the bundle: its name, and what runs it. */
export const tests = [];
const suites = [];

/** @param add takes a name and a function without arguments */
function withEach(add) {
  const each =
    (rows) =>
    (name, ...rest) => {
      const fn = rest.find((arg) => typeof arg === 'function');
      for (const [i, row] of rows.entries()) add(`${name} [${i}]`, () => fn(...(Array.isArray(row) ? row : [row])));
    };
  return Object.assign(
    (name, ...rest) =>
      add(
        name,
        rest.find((arg) => typeof arg === 'function'),
      ),
    { each },
  );
}

export const describe = withEach((name, fn) => {
  suites.push(name);
  fn();
  suites.pop();
});

export const it = withEach((name, run) => {
  tests.push({ name: [...suites, name].join(' > '), run });
});

export const expect = Object.assign(
  (value, message) => chai.expect(value, message),
  chai.expect,
  globalThis[ASYMMETRIC_MATCHERS_OBJECT],
);
