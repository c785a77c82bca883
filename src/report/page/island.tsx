import { type ComponentChildren, createContext, hydrate, render, type VNode } from 'preact';
import { useCallback, useContext, useLayoutEffect, useRef } from 'preact/hooks';
import { DrawContext } from './context.ts';
import { ExplainContext } from './explainer.tsx';
import { LinksContext } from './links.ts';
import { ScenariosContext } from './parts.tsx';
import { encodeHash } from './state.ts';
import { inDefaultState, type Store, StoreContext } from './store.ts';
import type { Turns } from './turns.ts';
import { WhatIfContext } from './whatif/context.ts';

/** The turns in which islands are drawn; undefined in Node, where the page is only text. */
export const TurnsContext = createContext<Turns | undefined>(undefined);

interface Props {
  /** What it holds, for styles and tests. */
  readonly of: string;
  /** Nothing of it is there before it lives: it comes before what can be read already, near or not. */
  readonly isEmpty?: boolean;
  readonly children: ComponentChildren;
}

/**
 * A part of the page that is brought to life, and drawn anew, in a turn of its own: a page of a thousand tables answers
 * before all of them have been gone through. Those near what is seen come first; one that is touched comes at once.
 */
export function Island({ of, isEmpty = false, children }: Props) {
  const turns = useContext(TurnsContext);
  return turns === undefined ? (
    <div class="island" data-of={of}>
      {children}
    </div>
  ) : (
    <LiveIsland of={of} isEmpty={isEmpty} turns={turns}>
      {children}
    </LiveIsland>
  );
}

/** How far beyond the window something is near: it may be seen soon. */
export const NEAR = '50% 0px';

/** What Node has written stays until the island itself takes it over. */
const AS_IT_IS = { __html: '' };
/** A reader who does these things to an island means what is in it: it comes to life at once, and a press moves nothing. */
const TOUCHES = ['pointerdown', 'focusin', 'click'] as const;

function LiveIsland({ of, isEmpty, turns, children }: Props & { readonly isEmpty: boolean; readonly turns: Turns }) {
  const host = useRef<HTMLDivElement>(null);
  const island = useRef<Drawn | undefined>(undefined);
  const store = useContext(StoreContext);
  const inContexts = useContexts();
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const isDefault = (): boolean => encodeHash({ ...store.get(), theme: 'system' }) === '';
    island.current = new Drawn(element, turns, isDefault, isEmpty);
    return () => {
      island.current?.remove();
      island.current = undefined;
    };
  }, [turns, store, isEmpty]);
  // Only where its children are others: what contexts and the store tell they tell to the components themselves.
  useLayoutEffect(() => {
    const { asItIs, asWritten } = inContexts(children);
    island.current?.draw(asItIs, asWritten);
  }, [children, inContexts]);
  return <div class="island" data-of={of} ref={host} dangerouslySetInnerHTML={AS_IT_IS} />;
}

interface Trees {
  readonly asItIs: VNode;
  /** In the default state, whatever the state is: as Node has written it. */
  readonly asWritten: VNode;
}

/** An island has a tree of its own: it is handed the contexts that the page's tree has where it stands. */
function useContexts(): (children: ComponentChildren) => Trees {
  const store = useContext(StoreContext);
  const links = useContext(LinksContext);
  const draw = useContext(DrawContext);
  const whatIf = useContext(WhatIfContext);
  const explain = useContext(ExplainContext);
  const scenarios = useContext(ScenariosContext);
  const turns = useContext(TurnsContext);
  return useCallback(
    (children) => {
      const inStore = (of: Store): VNode => (
        <StoreContext.Provider value={of}>
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
      );
      return { asItIs: inStore(store), asWritten: inStore(inDefaultState(store)) };
    },
    [store, links, draw, whatIf, explain, scenarios, turns],
  );
}

/** The tree of an island, as far as it has been drawn. */
class Drawn {
  readonly #host: HTMLElement;
  readonly #turns: Turns;
  readonly #isDefault: () => boolean;
  readonly #isEmpty: boolean;
  readonly #sight: IntersectionObserver;
  #isNear = false;
  #isAlive = false;
  /** The first that was to be drawn, and the same as Node has drawn it. */
  #first: VNode | undefined;
  #written: VNode | undefined;
  /** What is to be drawn. */
  #next: VNode | undefined;
  #takeBack: () => void = () => {};

  constructor(host: HTMLElement, turns: Turns, isDefault: () => boolean, isEmpty: boolean) {
    this.#host = host;
    this.#turns = turns;
    this.#isDefault = isDefault;
    this.#isEmpty = isEmpty;
    this.#sight = new IntersectionObserver(
      (entries) => {
        this.#isNear = entries.at(-1)?.isIntersecting === true;
      },
      { rootMargin: NEAR },
    );
    this.#sight.observe(host);
    for (const type of TOUCHES) host.addEventListener(type, this.#touch, { capture: true });
  }

  draw(tree: VNode, asWritten: VNode): void {
    this.#first ??= tree;
    this.#written ??= asWritten;
    this.#next = tree;
    this.#takeBack();
    this.#takeBack = this.#turns.add(this.#now, () => this.#isNear || (this.#isEmpty && !this.#isAlive));
  }

  readonly #touch = ({ type }: Event): void => {
    if (!this.#isAlive && this.#host.hasChildNodes()) this.#takeOver();
    if (type === 'click' || !this.#turns.isHeld) this.#now();
  };

  /** Brings to life what Node has drawn and changes nothing of it, so that what is pressed or has the focus stays. */
  #takeOver(): void {
    const tree = this.#isDefault() ? this.#first : this.#written;
    if (tree === undefined) return;
    hydrate(tree, this.#host);
    this.#isAlive = true;
    if (tree !== this.#next) return;
    this.#next = undefined;
    this.#takeBack();
  }

  readonly #now = (): void => {
    // Node draws the default state; what differs from it is drawn from scratch, once instead of twice.
    const isTakenOver = this.#isDefault() || this.#host.contains(document.activeElement);
    if (!this.#isAlive && this.#host.hasChildNodes() && isTakenOver) this.#takeOver();
    this.#takeBack();
    const next = this.#next;
    if (next === undefined) return;
    this.#next = undefined;
    if (!this.#isAlive) this.#host.replaceChildren();
    render(next, this.#host);
    this.#isAlive = true;
  };

  remove(): void {
    this.#takeBack();
    this.#sight.disconnect();
    for (const type of TOUCHES) this.#host.removeEventListener(type, this.#touch, { capture: true });
    render(null, this.#host);
  }
}
