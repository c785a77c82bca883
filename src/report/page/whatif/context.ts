import { createContext } from 'preact';
import type { LiveLayout } from '../../charts/chart.ts';
import type { WhatIfSource } from '../profiles.ts';

/**
 * Tells charts of the layout under change, without drawing any component anew; null where it is one of the report,
 * unchanged.
 */
export interface LiveChannel {
  get(): LiveLayout | null;
  set(layout: LiveLayout | null): void;
  /** @returns a function that ends the subscription. */
  subscribe(listener: (layout: LiveLayout | null) => void): () => void;
}

export function liveChannel(): LiveChannel {
  let current: LiveLayout | null = null;
  const listeners = new Set<(layout: LiveLayout | null) => void>();
  return {
    get: () => current,
    set(layout) {
      if (layout === current) return;
      current = layout;
      for (const listener of [...listeners]) listener(layout);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What the browser gives the what-if control. */
export interface WhatIfMeans {
  /** Reads the profiles that the page embeds. */
  readonly load: () => Promise<WhatIfSource>;
  readonly live: LiveChannel;
}

/** Undefined in Node, where the page is only text. */
export const WhatIfContext = createContext<WhatIfMeans | undefined>(undefined);
