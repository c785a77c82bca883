import { DEFLATED } from './embed.ts';

/** The data that an element of the page holds. @throws where there is no such element, or what it holds was changed */
export async function readData<T>(document: Document, id: string): Promise<T> {
  return JSON.parse(await textIn(document, id)) as T;
}

/** The text that an element of the page holds, compressed or not. @throws where there is no such element */
export async function textIn(document: Document, id: string): Promise<string> {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no data ${id}`);
  const text = element.textContent ?? '';
  return element.hasAttribute(DEFLATED) ? inflate(text) : text;
}

/** The text again that was compressed (zlib) and written in base64. */
async function inflate(base64: string): Promise<string> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  // Not Uint8Array.from, which calls a function a byte: a large report has two million.
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).text();
}
