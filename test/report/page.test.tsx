import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../../scripts/build.js';
import { deflated } from '../../src/node/deflate.ts';
import { CHARTS } from '../../src/report/charts/index.ts';
import type { PageAssets } from '../../src/report/index.ts';
import { renderPage, staticCharts } from '../../src/report/index.ts';
import { specsCompiled } from '../../src/report/page/compiled.ts';
import { type PackedResults, unpackResults } from '../../src/report/page/embed.ts';
import { reduce, rowBytes } from '../../src/report/page/reduce.ts';
import { chartSvg, chartsDrawn } from '../../src/report/page/static-charts.ts';
import { grouped } from '../../src/report/page/unmeasured.tsx';
import type { Results } from '../../src/report/results.ts';
import { fixture, large, renamed } from './fixture.ts';
import { HOSTILE } from './hostile.ts';

let assets: PageAssets;
/** 200 layouts and 30 scenarios; takes a second to make. */
const LARGE = large();
beforeAll(async () => {
  assets = await buildPage();
});

const textOf = (html: string, id: string) =>
  new RegExp(`<script type="application/json" id="${id}">([^<]*)</script>`).exec(html)?.[1] ?? '';
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('base64');

describe('the page', () => {
  it('is one file of less than 1.2 MB, and of less than 5 MB for 200 layouts and 30 scenarios', () => {
    const sizeOf = (results: Results) => Buffer.byteLength(renderPage(results, assets, { deflate: deflated }));
    expect(sizeOf(fixture())).toBeLessThan(1_200_000);
    expect(sizeOf(LARGE)).toBeLessThan(5_000_000);
  });

  it('parts no number from its unit at the end of a line', () => {
    const { body = '' } = /<body>(?<body>[\s\S]*?)<script type/.exec(renderPage(fixture(), assets))?.groups ?? {};
    const whole = body.replaceAll(
      /<span class="nowrap">[^<]*<\/span>|<(a class="figure-link"|td class="[^"]*number)[^>]*>[^<]*/g,
      '',
    );
    const parted = whole.replaceAll(/<[^>]*>/g, '\n').match(/.*\d %.*/g) ?? [];
    expect(body).toMatch(/<span class="nowrap">[\d.]+ %<\/span>/);
    expect(parted).toEqual([]);
  });

  it('allows its own script and style and nothing else', () => {
    const html = renderPage(fixture(), assets);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'sha256-${sha256(script)}'`);
    expect(policy).toContain(`style-src 'sha256-${sha256(style)}'`);
    expect(policy).not.toContain('unsafe');
    // A style attribute would need unsafe-inline; so would an event attribute.
    const body = html.slice(html.indexOf('<body>'), html.indexOf('<script type'));
    expect(body).not.toMatch(/<[^>]*\s(style|on\w+)=/);
  });

  it('embedded compressed allows the script and what starts it, and nothing else', () => {
    const html = renderPage(fixture(), assets, { deflate: deflated });
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const program = /<script type="text\/plain" id="program" data-deflate>([^<]*)<\/script>/.exec(html)?.[1] ?? '';
    const boot = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
    const script = inflateSync(Buffer.from(program, 'base64')).toString('utf8');
    expect(policy).toContain(`script-src 'sha256-${sha256(script)}' 'sha256-${sha256(boot)}';`);
    expect(policy).not.toContain('unsafe');
    expect(boot.length).toBeLessThan(2000);
  });

  it('refers to nothing outside itself', () => {
    const html = renderPage(fixture(), { ...assets, script: '' });
    expect(html.match(/(?:src|href)="(?!#|data:)[^"]*"/g)).toBeNull();
  });

  it('has a script that cannot end its element early', () => {
    expect(assets.script).not.toMatch(/<\/script|<!--/i);
    expect(assets.css).not.toMatch(/<\/style/i);
    expect(assets.script).not.toContain('\r');
  });

  it('names the licences of the code that it embeds', () => {
    const packages = assets.licences.flatMap((licence) => licence.packages.map((name) => name.split(' ')[0]));
    expect(packages).toEqual(expect.arrayContaining(['preact', 'vega-view', 'vega-interpreter', 'd3-scale']));
    for (const licence of assets.licences) expect(licence.text.length, licence.packages.join()).toBeGreaterThan(100);
  });

  it('embeds the results whole', () => {
    const embedded = JSON.parse(textOf(renderPage(fixture(), assets), 'results')) as { results: PackedResults };
    const { measurements, layouts, hits } = unpackResults(embedded.results);
    const expected = JSON.parse(JSON.stringify(fixture())) as Results;
    expect(measurements).toEqual(expected.measurements);
    expect(layouts).toEqual(expected.layouts);
    expect(hits).toEqual(expected.hits);
  });

  it('answers first: the headline counts the layouts that hold', () => {
    const results = fixture();
    const withHolding = (n: number): Results => ({
      ...results,
      verdicts: results.verdicts.map((verdict, i) => ({ ...verdict, holds: i < n })),
    });
    const headline = (value: Results) => /<h1>([^<]*)<\/h1>/.exec(renderPage(value, assets))?.[1];
    expect(headline(withHolding(0))).toBe('None of the 7 layouts holds');
    expect(headline(withHolding(1))).toBe('1 of 7 layouts holds');
    expect(headline(withHolding(3))).toBe('3 of 7 layouts hold');
    expect(headline(withHolding(7))).toBe('All 7 layouts hold');
    const withOpen = (n: number): Results => ({
      ...results,
      verdicts: results.verdicts.map((verdict, i) => ({ ...verdict, judged: i >= n, holds: false })),
    });
    expect(headline(withOpen(7))).toBe('No layout could be judged');
    expect(headline(withOpen(2))).toBe('0 of 7 layouts hold, 2 could not be judged');
  });

  it('shows who hit a limit: time, page, line and task', () => {
    const html = renderPage(fixture(), assets);
    const who = html.slice(html.indexOf('id="who"'), html.indexOf('id="large"'));
    expect(who).toMatch(/128 wanted<\/span> at <span class="nowrap">0\.712345 s<\/span>.*fio-1234.*line 3,417/s);
  });

  it('keeps large folios apart', () => {
    const html = renderPage(fixture(), assets);
    expect(html.replaceAll(/<\/?span[^>]*>/g, '')).toContain('76.6 % (14,619 of 19,086)');
    const without = renderPage({ ...fixture(), large: [] }, assets);
    expect(without).not.toContain('id="large"');
  });

  it('needs no scenarios', () => {
    const results = fixture();
    const html = renderPage(
      {
        ...results,
        scenarios: [],
        hits: [],
        unmeasured: [],
        large: [],
        measurements: results.measurements.filter((row) => row.scenario === null),
      },
      assets,
    );
    expect(html).toContain('There are no scenarios');
    expect(html).toContain('4,194,303');
  });

  it('says with which layouts.yaml and on what machine it was made', () => {
    const results = fixture();
    const machine = { cpu: 'Some <CPU>', threads: 8, memory_bytes: 16 * 2 ** 30, os: 'Linux 6.1.0 x64' };
    const plan = 'layouts:\n  - 4/4/24\nscenarios:\n  - { name: "<b>", trace: a.gz }\n';
    const html = renderPage(
      { ...results, provenance: { ...results.provenance, machine, plan } },
      { ...assets, script: '' },
    );
    expect(html).toContain('<dd>Some &lt;CPU>, 8 threads, 16.0 GiB of memory, Linux 6.1.0 x64</dd>');
    expect(html).toContain(
      '<code>layouts:\n  - 4/4/24\nscenarios:\n  - { name: &quot;&lt;b>&quot;, trace: a.gz }</code>',
    );
    expect(renderPage(results, { ...assets, script: '' })).not.toContain('GiB of memory');
  });

  it('shows requirements with what missed them', () => {
    const requirement = {
      key: 'refused.pin',
      text: '<= 1e-4',
      compare: '<=' as const,
      bound: 1e-4,
      layout: '4/4/24',
      judged: true,
      met: false,
      worst: { scenario: 'd1', value: 0.8828125 },
    };
    const html = renderPage({ ...fixture(), requirements: [requirement] }, assets);
    expect(html).toContain('refused.pin &lt;= 1e-4');
    expect(html).toMatch(/missed.*88\.3 %/s);
  });
});

describe('a page with hostile names', () => {
  it('has them as text only', () => {
    const html = renderPage(renamed(HOSTILE, HOSTILE), assets);
    const markup = html.slice(0, html.indexOf('<script type'));
    expect(markup).not.toContain('<img');
    expect(markup).not.toContain('<!--');
    expect(markup).not.toMatch(/<script[^>]*>alert/);
    expect(html.match(/<script/g)?.length).toBe(3 + (assets.script.match(/<script/g)?.length ?? 0));
    // Lone surrogates cannot be written as UTF-8; controls would be invisible.
    expect(html).not.toMatch(/\p{Cs}/u);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for.
    expect(markup).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('does not grow with their length', () => {
    const short = renderPage(renamed(['a', 'b'], ['c']), assets).length;
    const long = renderPage(renamed(['a'.repeat(10_000), 'b'.repeat(10_000)], ['c']), assets).length;
    expect(long - short).toBeLessThan(300_000);
  });
});

describe('charts for readers without JavaScript', () => {
  it('are whole, the first ones, at most 150 kB together, and the same in every run', async () => {
    const pictures = await staticCharts(fixture());
    const names = Object.keys(pictures);
    expect(names.length).toBeGreaterThanOrEqual(2);
    expect(names).toEqual(CHARTS.slice(0, names.length).map((chart) => chart.name));
    expect(Buffer.byteLength(Object.values(pictures).join(''))).toBeLessThanOrEqual(150_000);
    expect(await staticCharts(fixture())).toEqual(pictures);
    expect(Object.keys(await staticCharts(fixture(), 70_000))).toEqual(names.slice(0, 1));
    expect(await staticCharts(fixture(), 0)).toEqual({});
  });

  it('and specs are made once in a process that makes report after report: only what a change touches is made anew', async () => {
    const before = fixture();
    const make = async (results: Results) => renderPage(results, assets, { pictures: await staticCharts(results) });
    await make(before);
    const [compiled, drawn] = [specsCompiled(), chartsDrawn()];
    const again = await make(before);
    expect([specsCompiled() - compiled, chartsDrawn() - drawn]).toEqual([0, 0]);
    // Another layout: other data, the same specs; the charts that no layout changes stay.
    const ids = before.layouts.map(({ id }, i) => (i === 2 ? 'mine' : id));
    const after = renamed(
      ids,
      before.scenarios.map(({ id }) => id),
    );
    expect(await make(after)).not.toBe(again);
    expect(specsCompiled() - compiled).toBe(0);
    expect(chartsDrawn() - drawn).toBeGreaterThan(0);
    expect(await make(before)).toBe(again);
  });

  it('have ids of their own, so that none refers into another', async () => {
    const results = fixture();
    const there = CHARTS.filter((chart) => chart.draw(results) !== undefined);
    const all = (await Promise.all(there.map(({ name }) => chartSvg(results, name)))).join('');
    const ids = [...all.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of all.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
  });

  it('have no script, no style, no reference to anything outside, whatever the names', async () => {
    for (const results of [fixture(), renamed(HOSTILE, HOSTILE), LARGE]) {
      const pictures = await staticCharts(results);
      expect(Buffer.byteLength(Object.values(pictures).join(''))).toBeLessThanOrEqual(150_000);
      for (const svg of Object.values(pictures)) {
        expect(svg).toMatch(/^<svg role="img" aria-label="[^"]+" /);
        expect(svg).not.toMatch(/<(script|style|image|foreignObject|img)|\s(on\w+|style|href)=/i);
        expect(svg.match(/<svg/g)?.length).toBe(1);
      }
    }
  });

  it('stand in the page where the script draws the live ones', async () => {
    const pictures = await staticCharts(fixture());
    const html = renderPage(fixture(), assets, { pictures });
    for (const svg of Object.values(pictures)) expect(html).toContain(`<div class="plot">${svg}</div>`);
  });
});

describe('what a page leaves out', () => {
  it('is nothing where it fits', () => {
    expect(reduce(fixture()).notes).toEqual([]);
    expect(reduce(fixture()).results.measurements).toEqual(fixture().measurements);
  });

  it('is evidence beyond the worst, and it says how much', () => {
    const results = fixture();
    const [first, ...rest] = results.verdicts;
    const evidence = Array.from({ length: 30 }, (_, i) => ({
      scenario: null,
      metric: 'refused',
      of: 'pin',
      text: `${i}`,
    }));
    const [reduced] = reduce({ ...results, verdicts: [{ ...first!, evidence }, ...rest] }).results.verdicts;
    expect(reduced!.evidence.map(({ text }) => text)).toEqual([
      ...evidence.slice(0, 24).map(({ text }) => text),
      'and 6 more, in results.json',
    ]);
  });

  it('is nothing of 200 layouts and 30 scenarios', () => {
    expect(reduce(LARGE).notes).toEqual([]);
    expect(reduce(LARGE).results.measurements).toEqual(LARGE.measurements);
  });

  it('is whole layouts where rows take more bytes than they may, and it says so', () => {
    const most = rowBytes(LARGE) / 3;
    const { results, notes } = reduce(LARGE, most);
    expect(rowBytes(results)).toBeLessThanOrEqual(most);
    expect(rowBytes(results)).toBeGreaterThan(most / 2);
    expect(results.layouts.length).toBeGreaterThan(20);
    expect(notes.join()).toMatch(new RegExp(`^This page has ${results.layouts.length} of 200 layouts, .* MB`));
    const ids = new Set(results.layouts.map((layout) => layout.id));
    for (const row of results.measurements) expect(ids.has(row.layout)).toBe(true);
    const rowsOf = (all: Results, id: string) => all.measurements.filter((row) => row.layout === id).length;
    const [first] = results.layouts;
    expect(rowsOf(results, first?.id ?? '')).toBe(rowsOf(LARGE, first?.id ?? ''));
    expect(reduce(LARGE, 1).results.layouts).toHaveLength(1);
  });
});

describe('what was not measured', () => {
  it('is grouped by its reason', () => {
    const groups = grouped(fixture().unmeasured);
    expect(groups.map((group) => group.reason)).toEqual([
      'the source has no checks',
      'the source does not show the direction of a pin',
    ]);
    expect(groups[0]?.scenarios.size).toBe(14);
    expect(groups[0]?.layouts.size).toBe(0);
  });
});
