/** Sources that `npm run coverage` leaves out, because they run only in another process than that of the tests, and what runs them there. */
const BROWSER = 'the browser: test/browser, with the built page';

const AFTERWARDS = 'the browser, after the page has come to life: test/browser';

export const ELSEWHERE = {
  'src/cli.ts':
    'the process itself: test/cli/signals.test.ts, test/package.test.ts, test/threads.test.ts, with the built command',
  'src/node/worker.ts':
    'a thread: test/threads.test.ts, with the built command. What it does there is node/serve.ts, which is counted',
  'src/report/page/boot.ts': BROWSER,
  'src/report/page/browser.tsx': BROWSER,
  'src/report/page/data.ts': BROWSER,
  'src/report/page/drawer.ts': BROWSER,
  'src/report/page/history.ts': BROWSER,
  'src/report/page/tooltip.ts': BROWSER,
  'src/report/page/vega.ts': BROWSER,
  'src/report/page/island.tsx': AFTERWARDS,
  'src/report/page/picture.ts': AFTERWARDS,
  'src/report/page/settled.ts': AFTERWARDS,
  'src/report/page/decoder/section.tsx': AFTERWARDS,
  'src/report/page/whatif/all-rows.tsx': AFTERWARDS,
  'src/report/page/whatif/bit-editor.tsx': AFTERWARDS,
  'src/report/page/whatif/comparison.tsx': AFTERWARDS,
  'src/report/page/whatif/context.ts': AFTERWARDS,
  'src/report/page/whatif/fields.tsx': AFTERWARDS,
  'src/report/page/whatif/section.tsx': AFTERWARDS,
  'src/report/page/whatif/use-narrow.ts': AFTERWARDS,
  'src/report/page/whatif/yaml.tsx': AFTERWARDS,
  'src/**/*.css': 'no code',
  'src/**/*.d.ts': 'no code',
  'src/bench.ts': 'nothing but `npm run bench`',
  'src/bench/**': 'nothing but `npm run bench`',
};
