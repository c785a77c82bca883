import { type ComponentChildren, createContext, hydrate, render, type VNode } from 'preact';
import { useCallback, useContext, useLayoutEffect, useRef } from 'preact/hooks';
import { DrawContext } from './context.ts';
import { ExplainContext } from './explainer.tsx';
import { LinksContext } from './links.ts';
import { ScenariosContext } from './parts.tsx';
import { encodeHash } from './state.ts';
import { StoreContext } from './store.ts';
import type { Turns } from './turns.ts';
import { WhatIfContext } from './whatif/context.ts';

/** The turns in which islands are drawn; undefined in Node, where the page is only text. */
export const TurnsContext = createContext<Turns | undefined>(undefined);

interface Props {
  /** What it holds, for styles and tests. */
  readonly of: string;
  readonly children: ComponentChildren;
}

/**
 * A part of the page that is brought to life, and drawn anew, in a turn of its own: a page of a thousand tables answers
 * before all of them have been gone through. Those near what is seen come first; one that is touched comes at once.
 */
export function Island({ of, children }: Props) {
  const turns = useContext(TurnsContext);
  return turns === undefined ? (
    <div class="island" data-of={of}>
      {children}
    </div>
  ) : (
    <LiveIsland of={of} turns={turns}>
      {children}
    </LiveIsland>
  );
}

/** How far beyond the window something is near: it may be seen soon. */
export const NEAR = '50% 0px';

/** What Node has written stays until the island itself takes it over. */
const AS_IT_IS = { __html: '' };
/** A reader who does these things to an island means what is in it. A press comes to life at once, and is not moved. */
const TOUCHES = ['pointerdown', 'focusin', 'click'] as const;

function LiveIsland({ of, turns, children }: Props & { readonly turns: Turns }) {
  const host = useRef<HTMLDivElement>(null);
  const island = useRef<Drawn | undefined>(undefined);
  const store = useContext(StoreContext);
  const inContexts = useContexts();
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const isDefault = (): boolean => encodeHash({ ...store.get(), theme: 'system' }) === '';
    island.current = new Drawn(element, turns, isDefault);
    return () => {
      island.current?.remove();
      island.current = undefined;
    };
  }, [turns, store]);
  // Only where its children are others: what contexts and the store tell they tell to the components themselves.
  useLayoutEffect(() => island.current?.draw(inContexts(children)), [children, inContexts]);
  return <div class="island" data-of={of} ref={host} dangerouslySetInnerHTML={AS_IT_IS} />;
}

/** An island has a tree of its own: it is handed the contexts that the page's tree has where it stands. */
function useContexts(): (children: ComponentChildren) => VNode {
  const store = useContext(StoreContext);
  const links = useContext(LinksContext);
  const draw = useContext(DrawContext);
  const whatIf = useContext(WhatIfContext);
  const explain = useContext(ExplainContext);
  const scenarios = useContext(ScenariosContext);
  const turns = useContext(TurnsContext);
  return useCallback(
    (children) => (
      <StoreContext.Provider value={store}>
        <LinksContext.Provider value={links}>
          <DrawContext.Provider value={draw}>
            <WhatIfContext.Provider value={whatIf}>
              <ExplainContext.Provider value={explain}>
                <ScenariosContext.Provider value={scenarios}>
                  <TurnsContext.Provider value={turns}>{children}</TurnsContext.Provider>
                </ScenariosContext.Provider>
              </ExplainContext.Provider>
            </WhatIfContext.Provider>
          </DrawContext.Provider>
        </LinksContext.Provider>
      </StoreContext.Provider>
    ),
    [store, links, draw, whatIf, explain, scenarios, turns],
  );
}

/** The tree of an island, as far as it has been drawn. */
class Drawn {
  readonly #host: HTMLElement;
  readonly #turns: Turns;
  readonly #isDefault: () => boolean;
  readonly #sight: IntersectionObserver;
  #isNear = false;
  #isAlive = false;
  /** As Node has drawn it. */
  #first: VNode | undefined;
  /** What is to be drawn. */
  #next: VNode | undefined;
  #takeBack: () => void = () => {};

  constructor(host: HTMLElement, turns: Turns, isDefault: () => boolean) {
    this.#host = host;
    this.#turns = turns;
    this.#isDefault = isDefault;
    this.#sight = new IntersectionObserver(
      (entries) => {
        this.#isNear = entries.at(-1)?.isIntersecting === true;
      },
      { rootMargin: NEAR },
    );
    this.#sight.observe(host);
    for (const type of TOUCHES) host.addEventListener(type, this.#touch, { capture: true });
  }

  draw(tree: VNode): void {
    this.#first ??= tree;
    this.#next = tree;
    this.#takeBack();
    this.#takeBack = this.#turns.add(this.#now, () => this.#isNear);
  }

  readonly #touch = ({ type }: Event): void => {
    if (type === 'click' || !this.#isAlive || !this.#turns.isHeld) this.#now();
  };

  readonly #now = (): void => {
    this.#takeBack();
    const next = this.#next;
    if (next === undefined) return;
    this.#next = undefined;
    // Node draws the default state; what differs from it is drawn from scratch, because taking over changes nothing.
    const isNodes = !this.#isAlive && this.#host.hasChildNodes() && this.#isDefault();
    if (isNodes) hydrate(this.#first ?? next, this.#host);
    else if (!this.#isAlive) this.#host.replaceChildren();
    if (!isNodes || this.#first !== next) render(next, this.#host);
    this.#isAlive = true;
  };

  remove(): void {
    this.#takeBack();
    this.#sight.disconnect();
    for (const type of TOUCHES) this.#host.removeEventListener(type, this.#touch, { capture: true });
    render(null, this.#host);
  }
}
