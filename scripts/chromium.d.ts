/** Options for playwright-core's `chromium.launch`; throws, saying what to install, if no browser is found. */
export function findBrowser(): Promise<{
  executablePath: string;
  args: string[];
  chromiumSandbox: false;
  env: Record<string, string>;
}>;
