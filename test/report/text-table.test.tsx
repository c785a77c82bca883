import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { TextTableView } from '../../src/report/page/parts.tsx';

/** Which cells of a row stand by their ends. */
function atEnds(...rows: readonly (readonly string[])[]): readonly boolean[] {
  const columns = rows[0]?.map((_, i) => `c${i}`) ?? [];
  const html = renderToString(<TextTableView table={{ caption: 'A table', columns, rows }} />);
  const [, body = ''] = html.split('<tbody>');
  const cells = body.split('</tr>')[0]?.match(/<t[hd][^>]*>/g) ?? [];
  return cells.map((cell) => / class="number"/.test(cell));
}

describe('a column of a table of texts', () => {
  it.each(['7', '1,536', '−3 bits', '−1 bit', '97.7 %', '≤ 0.119 %', '1e−6', '1,024 of 1,024'])(
    'of numbers stands by its end where %s is one, and none is –',
    (cell) => {
      expect(atEnds(['a', cell, 'x'], ['b', '–', 'y'])).toEqual([false, true, false]);
    },
  );

  it.each(['4/4/24', 'a1', '7 pins', '3…5', '', 'x 7'])('stands by its start where %s is in it', (cell) => {
    expect(atEnds(['a', '7', cell], ['b', '8', '9'])).toEqual([false, true, false]);
  });

  it('that says only that there is none stands by its start, and so do the names of rows', () => {
    expect(atEnds(['1', '–'], ['2', '–'])).toEqual([false, false]);
  });
});
