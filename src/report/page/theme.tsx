import type { PageState } from './state.ts';
import { THEMES } from './state.ts';
import { usePageState } from './store.ts';

const WORDS: Readonly<Record<PageState['theme'], string>> = { system: 'as the system', light: 'light', dark: 'dark' };

/** Light or dark, by the system or by the reader. */
export function ThemeSwitch() {
  const [{ theme }, update] = usePageState();
  return (
    <label class="theme needs-script">
      <span>Theme</span>
      <select value={theme} onChange={(event) => update({ theme: event.currentTarget.value as PageState['theme'] })}>
        {THEMES.map((option) => (
          <option key={option} value={option}>
            {WORDS[option]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The style sheet follows the system unless the root says otherwise. */
export function applyTheme({ theme }: PageState, root: HTMLElement): void {
  if (theme === 'system') root.removeAttribute('data-theme');
  else root.setAttribute('data-theme', theme);
}
