import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { catalogueEntry } from '../../src/layouts/catalogue/index.ts';
import { buildSplit, type Domain, type Layout } from '../../src/layouts/index.ts';
import { exposedTo } from '../../src/report/exposed.ts';
import { layoutRecord } from '../../src/report/layout-record.ts';
import { Exposure } from '../../src/report/page/exposure.tsx';
import { Layouts } from '../../src/report/page/layouts.tsx';
import { layoutOf } from './evaluated.ts';
import { fixture } from './fixture.ts';

const domain: Domain = { name: 'locks', kinds: ['reference', 'reader', 'writer'], groups: {}, questions: {} };
const locks = (): Layout => {
  const fields = [
    { bits: 1, counts: ['writer'] },
    { bits: 15, counts: ['reader'] },
    { bits: 16, counts: ['reference'] },
  ];
  const built = buildSplit({ id: 'locks', fields, domain });
  if (!built.ok) throw new Error(built.problems[0]!.message);
  return built.layout;
};

/** "What an attacker needs" of these layouts. */
function sectionOf(layouts: readonly Layout[]): string {
  const results = { ...fixture(), layouts: layouts.map(layoutRecord), ...exposedTo({ layouts }).records() };
  return renderToString(<Exposure results={results} />);
}
const costsOf = (html: string): string => html.slice(html.indexOf('What it costs'));

describe('what layouts of kinds of their own cost', () => {
  it('is not told in calls and pages of the kernel', () => {
    const costs = costsOf(sectionOf([locks()]));
    expect(costs).toContain('which of writer and reader');
    expect(costs).toContain('writer: compare-and-swap');
    expect(costs).not.toMatch(/unpin|January 2021|74|page|GiB/);
  });

  it('stands apart from that of page references', () => {
    const costs = costsOf(sectionOf([layoutOf('4/4/24'), locks()]));
    const at = costs.indexOf('Of kinds of their own');
    const [ofPages, own] = [costs.slice(0, at), costs.slice(at)];
    expect(ofPages).toContain('4/4/24');
    expect(ofPages).toContain('>74<');
    expect(ofPages).not.toContain('locks');
    expect(own).toContain('locks');
    expect(own).not.toContain('4/4/24');
  });

  it('is the word where one counter counts them all', () => {
    const costs = costsOf(sectionOf([catalogueEntry('postgres-buffer')!.layout]));
    expect(costs).toContain('32 bits');
    expect(costs).toContain('>nothing<');
  });
});

describe('what the picture of a layout says beside it', () => {
  it('is of an unpin and of bytes a page only for page references', () => {
    const pictures = (...layouts: readonly Layout[]): string =>
      renderToString(<Layouts results={{ ...fixture(), layouts: layouts.map(layoutRecord) }} />);
    expect(pictures(layoutOf('16/16/32'))).toContain(
      '4 bytes more per page; an unpin must know its direction; updated by',
    );
    const own = pictures(locks());
    expect(own).toContain('who drops must know which of writer and reader it was; updated by');
    expect(own).not.toMatch(/unpin|per page/);
    expect(pictures(catalogueEntry('postgres-buffer')!.layout)).not.toContain('must know');
  });
});

describe('a threat that nobody knows a move for', () => {
  it('is not said to be stopped by a limit', () => {
    const html = sectionOf([locks()]);
    expect(html).toContain('no known move of this attacker gains such references there');
    expect(html).not.toContain('stopped by a limit:');
    expect(html).toContain('stopped by a limit, or no move of this attacker is known');
    expect(html).toContain('1 reference fills writer; the next is refused');
  });

  it('is not in the legend where each is stopped by a limit', () => {
    const html = sectionOf([layoutOf('4/4/24')]);
    expect(html).toContain('stopped by a limit:');
    expect(html).not.toContain('no move of this attacker');
  });
});
