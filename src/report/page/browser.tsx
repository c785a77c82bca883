import { hydrate } from 'preact';
import { DrawContext } from './context.ts';
import { readData } from './data.ts';
import { drawerOf, type Specs } from './drawer.ts';
import { type PackedResults, unpackResults } from './embed.ts';
import { bindToAddress } from './history.ts';
import { TurnsContext } from './island.tsx';
import { createLinks, LinksContext } from './links.ts';
import type { PageProps } from './page.tsx';
import { Page } from './page.tsx';
import { holdWhilePressed } from './press.ts';
import { type PackedSource, unpackSource } from './profiles.ts';
import { decodeHash } from './state.ts';
import { createStore, StoreContext } from './store.ts';
import { applyTheme } from './theme.tsx';
import { makeTooltip } from './tooltip.ts';
import { createTurns } from './turns.ts';
import { liveChannel, WhatIfContext, type WhatIfMeans } from './whatif/context.ts';

type Embedded = Omit<PageProps, 'results'> & { readonly results: PackedResults };

/**
 * Profiles are unpacked when they are wanted: the page is there before them. They are read with the rest, so that what
 * can be changed is there before the first chart, whose drawing takes longer.
 */
function whatIfMeans(): WhatIfMeans {
  const profiles = readData<PackedSource>(document, 'profiles');
  // A page without them never loads them; who does hears of what goes wrong.
  profiles.catch(() => {});
  return { load: async () => unpackSource(await profiles), live: liveChannel() };
}

async function start(root: HTMLElement): Promise<void> {
  const store = createStore();
  const turns = createTurns((work) => setTimeout(work));
  // What prints waits for nothing; until the results are unpacked there is nothing that could be drawn.
  window.addEventListener('beforeprint', () => turns.hurry());
  holdWhilePressed(turns, window);
  const whatIf = whatIfMeans();
  const [embedded, specs] = await Promise.all([
    readData<Embedded>(document, 'results'),
    readData<Specs>(document, 'specs'),
  ]);
  const results = unpackResults(embedded.results);
  const links = createLinks(store);
  const draw = drawerOf({ specs, tooltip: makeTooltip(document), links, turns, live: whatIf.live });
  const theme = () => applyTheme(store.get(), document.documentElement);
  store.subscribe(theme);
  // The page is taken over as Node has made it, in the default state; then it becomes what its address says.
  hydrate(
    <StoreContext.Provider value={store}>
      <LinksContext.Provider value={links}>
        <DrawContext.Provider value={draw}>
          <WhatIfContext.Provider value={whatIf}>
            <TurnsContext.Provider value={turns}>
              <Page {...embedded} results={results} />
            </TurnsContext.Provider>
          </WhatIfContext.Provider>
        </DrawContext.Provider>
      </LinksContext.Provider>
    </StoreContext.Provider>,
    root,
  );
  bindToAddress(store, window);
}

// Controls that need a script are there only where one runs. The theme does not wait for the data.
document.documentElement.setAttribute('data-script', '');
applyTheme(decodeHash(window.location.hash).state, document.documentElement);
const root = document.getElementById('page');
if (root !== null) void start(root);
