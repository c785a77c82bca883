import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { AllRows } from '../../src/report/page/whatif/all-rows.tsx';
import { fixture } from './fixture.ts';

describe('every number of a layout', () => {
  it('says which of its ranges are 95 % intervals and which are those of single runs', () => {
    const results = fixture();
    const ofMetric = (metric: string, low: number, high: number) => {
      const [row] = results.measurements.filter((each) => each.metric === metric);
      const measurements = [{ ...row!, value: high, low, high }];
      const html = renderToString(<AllRows results={{ ...results, measurements, large: [], unmeasured: [] }} />);
      const columns = [...html.matchAll(/<th scope="col"[^>]*>([^<]*)<\/th>/g)].map(([, text]) => text!.trim());
      const cells = [...html.matchAll(/<t[dh]\b(?! scope="col")[^>]*>(.*?)<\/t[dh]>/g)].map(([, text]) =>
        text!.replaceAll(/<[^>]*>/g, ' ').trim(),
      );
      return cells[columns.indexOf('95 % interval, or runs')];
    };
    expect(ofMetric('peak', 11, 13)).toBe('11 to 13 lowest to highest run');
    expect(ofMetric('bits-left', 1.5, 2)).toBe('1.5 to 2 lowest to highest run');
    expect(ofMetric('refused', 0.01, 0.02)).toBe('1 % to 2 %');
    expect(ofMetric('peak', 11, 11)).toBe('');
  });
});
