import { beforeAll, describe, expect, it } from 'vitest';
import { deflated } from '../../src/node/deflate.ts';
import type { EvaluatedScenario } from '../../src/report/build-results.ts';
import { readData } from '../../src/report/page/data.ts';
import { dataElement } from '../../src/report/page/embed.ts';
import { packSource, unpackSource } from '../../src/report/page/profiles.ts';
import { evaluatedScenarios, layoutOf, sourceOf } from './evaluated.ts';
import { HOSTILE } from './hostile.ts';

let scenarios: EvaluatedScenario[];
beforeAll(async () => {
  scenarios = await evaluatedScenarios([layoutOf('4/4/24')]);
}, 120_000);

/** A document with one element, as a browser would read it from this text. */
function documentOf(html: string): Document {
  const match = /^<script type="[^"]*" id="([^"]*)"([^>]*)>([^<]*)<\/script>$/.exec(html);
  if (match === null) throw new Error(`no element that ends where it should: ${html.slice(0, 200)}`);
  const [, id, attributes = '', textContent] = match;
  const element = { textContent, hasAttribute: (name: string) => attributes.includes(name) };
  return { getElementById: (wanted: string) => (wanted === id ? element : null) } as unknown as Document;
}

describe('the profiles that a page embeds', () => {
  it('are the profiles again, through JSON', () => {
    const source = sourceOf(scenarios);
    const packed = packSource(source);
    expect(packed.left).toEqual([]);
    const again = unpackSource(JSON.parse(JSON.stringify(packed)));
    expect(again.requirements).toEqual(source.requirements);
    for (const [i, scenario] of source.scenarios.entries()) {
      const { runs, ...rest } = again.scenarios[i]!;
      expect({ ...rest, runs: [] }).toEqual({ ...scenario, runs: [] });
      for (const [r, run] of scenario.runs.entries()) {
        expect(runs[r]!.small.profile).toEqual(run.small.profile);
        expect(runs[r]!.large.profile.pages).toEqual(run.large.profile.pages);
        if (run.large.profile.pages > 0) expect(runs[r]!.large.profile).toEqual(run.large.profile);
      }
    }
  });

  it('are left out by whole scenarios where they would make the page too large, and that is said', () => {
    const source = sourceOf(scenarios);
    const whole = JSON.stringify(packSource(source)).length;
    const packed = packSource(source, whole / 2);
    expect(packed.left.length).toBeGreaterThan(0);
    expect([...packed.scenarios.map(({ id }) => id), ...packed.left].sort()).toEqual(
      source.scenarios.map(({ id }) => id).sort(),
    );
    expect(JSON.stringify(packed).length).toBeLessThan(whole / 2 + 2000);
  });
});

describe('data in an element', () => {
  const data = { names: HOSTILE, __proto__x: [1, -0.5, 1e300, null, true], nested: { '</script>': '<!--' } };

  it.each([
    ['as JSON', undefined],
    ['compressed', deflated],
  ] as const)('comes back as it was: %s', async (_, deflate) => {
    const html = dataElement('results', data, deflate);
    expect(await readData(documentOf(html), 'results')).toEqual(JSON.parse(JSON.stringify(data)));
  });

  it('is a tenth of its size compressed', () => {
    const packed = packSource(sourceOf(scenarios));
    expect(dataElement('profiles', packed, deflated).length).toBeLessThan(JSON.stringify(packed).length / 4);
  });

  it('is missed, not taken for something else, where it is not there', async () => {
    await expect(readData(documentOf(dataElement('a', 1)), 'b')).rejects.toThrow('no data b');
  });
});
