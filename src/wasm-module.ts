const WASM_PAGE = 65_536;

/** Of bytes, how many pages of memory of WebAssembly they take. */
export const pagesOf = (bytes: number): number => Math.ceil(bytes / WASM_PAGE);

/** Code that `npm run generate` has made of assembly/, compiled when it is first wanted, once. */
export function codeOf(base64: string): () => WebAssembly.Module {
  let compiled: WebAssembly.Module | undefined;
  return () => (compiled ??= new WebAssembly.Module(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))));
}

/**
 * What `make` makes, or undefined where WebAssembly gets no memory, or is not there at all (`node --jitless`). Each memory
 * wants gigabytes of addresses, which `ulimit -v` may deny.
 */
export function unlessWithoutMemory<T>(make: () => T): T | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
