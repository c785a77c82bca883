import { useEffect, useState } from 'preact/hooks';

/** As in the styles: below it a word of 32 bits takes two rows. */
const NARROW = '(max-width: 700px)';

/** Whether the window is narrow; drawn anew when that changes. False in Node. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => typeof matchMedia === 'function' && matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const follow = (): void => setNarrow(query.matches);
    follow();
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return isNarrow;
}
