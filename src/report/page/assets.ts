/** What scripts/build.js writes to `dist/page-assets.json`: the browser's code, with what the page must say of it. */
export interface PageAssets {
  readonly script: string;
  /** SHA-256 of the script, base64, for the Content-Security-Policy. */
  readonly scriptHash: string;
  /** A few lines that start the script where it is embedded compressed. */
  readonly boot: string;
  readonly bootHash: string;
  readonly css: string;
  readonly cssHash: string;
  readonly licences: readonly Licence[];
}

/** A licence and the packages under it of which the script embeds code. */
export interface Licence {
  readonly license: string;
  /** `name version`. */
  readonly packages: readonly string[];
  readonly text: string;
}
