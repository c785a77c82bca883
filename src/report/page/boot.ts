/**
 * Starts the page's script where that is embedded compressed. The script is put into the page as an inline one; the
 * Content-Security-Policy names its hash, so it runs if it is the very script that was built, and nothing else does.
 */
import { textIn } from './data.ts';

async function boot(): Promise<void> {
  const script = document.createElement('script');
  script.textContent = await textIn(document, 'program');
  document.body.append(script);
}

void boot();
