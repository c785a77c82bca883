import { useMemo } from 'preact/hooks';
import type { Results } from '../../results.ts';
import { useSettled } from '../settled.ts';
import { decodeWhatIf, encodeWhatIf, ignoredInWhatIf, type WhatIfState } from './state.ts';

export interface WhatIfControl {
  readonly state: WhatIfState;
  /** What of the link could not be shown, in words. */
  readonly ignored: readonly string[];
  /** Shows something else, at once. It becomes part of the link when `settle` is called, or after a moment of rest. */
  readonly change: (next: WhatIfState) => void;
  readonly settle: () => void;
}

/** The state of the what-if control; undefined in a report without layouts. */
export function useWhatIf(results: Results): WhatIfControl | undefined {
  const [text, changeText, settle] = useSettled('whatIf');
  return useMemo(() => {
    const state = decodeWhatIf(text, results);
    if (state === undefined) return undefined;
    const ignored = ignoredInWhatIf(text, results);
    return { state, ignored, change: (next) => changeText(encodeWhatIf(next, results)), settle };
  }, [text, changeText, settle, results]);
}
