import { useEffect, useRef, useState } from 'preact/hooks';

/** How long the button says that it has copied, ms. */
const SAID = 2500;

/** Lines of YAML, with a button that copies them. */
export function CopyYaml({ text, what }: { readonly text: string; readonly what: string }) {
  const code = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), SAID);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => {
    setSaid((await copied(text, code.current)) ? 'Copied' : 'Selected: copy it with the keyboard');
  };
  return (
    <div class="yaml">
      <p class="yaml-head">
        <span>{what}</span>{' '}
        <button type="button" class="needs-script" onClick={() => void copy()}>
          Copy as YAML
        </button>{' '}
        <span role="status" class="said">
          {said}
        </span>
      </p>
      <pre>
        <code ref={code}>{text}</code>
      </pre>
    </div>
  );
}

/** Copies the text; where the browser forbids that, selects it on the page and says so by `false`. */
async function copied(text: string, shown: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(`${text}\n`);
    return true;
  } catch {
    if (shown !== null) getSelection()?.selectAllChildren(shown);
    return false;
  }
}
