/** Charts as files: SVG that stands by itself, and PNG made of it. */

/** Colours of a picture, whatever the page's theme: it goes into documents and mails, which are white. */
const INK = '#1b1f24';
const GROUND = '#ffffff';
const TITLE = { size: 16, height: 24 };
const SUBTITLE = { size: 12, height: 16 };
const MARGIN = 12;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/**
 * A chart's SVG with its title and subtitle above it, dark on white.
 *
 * @param svg as Vega writes it: its width and height in the root element, `currentColor` for ink.
 */
export function standalone(svg: string, title: string, subtitle: string): string {
  const size = (name: string): number => Number(new RegExp(`<svg[^>]*? ${name}="([\\d.]+)"`).exec(svg)?.[1] ?? 0);
  const width = Math.max(size('width'), 360) + 2 * MARGIN;
  const lines = broken(subtitle, Math.floor((width - 2 * MARGIN) / (SUBTITLE.size * 0.5)));
  const top = MARGIN + TITLE.height + lines.length * SUBTITLE.height + 8;
  const height = top + size('height') + MARGIN;
  const text = (content: string, y: number, more: string): string =>
    `<text x="${MARGIN}" y="${y}" fill="${INK}" font-family="system-ui, sans-serif" ${more}>${escaped(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" color="${INK}">`,
    `<rect width="${width}" height="${height}" fill="${GROUND}"/>`,
    text(title, MARGIN + TITLE.size, `font-size="${TITLE.size}" font-weight="600"`),
    ...lines.map((line, i) =>
      text(line, MARGIN + TITLE.height + (i + 1) * SUBTITLE.height - 4, `font-size="${SUBTITLE.size}"`),
    ),
    `<g transform="translate(${MARGIN} ${top})">${svg.replace(/^<\?xml[^>]*>\s*/, '')}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

function broken(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Pixels of the PNG for each of the SVG's. */
const SCALE = 2;

/** @throws Error where the browser cannot draw the picture */
export async function pngOf(svg: string, document: Document): Promise<Blob> {
  const image = new Image();
  // A data URL: the page's policy allows those as images, and a canvas that has drawn one may still be read.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => {
    canvas.toBlob(
      (blob) => (blob === null ? fail(new Error('the picture is too large for PNG')) : done(blob)),
      'image/png',
    );
  });
}

/** Hands the reader a file. Nothing leaves the page: it is a Blob of its own. */
export function download(name: string, content: Blob | string, type: string, document: Document): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the Blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
