import type { ComponentChildren } from 'preact';
import { GLOSSARY } from '../../metrics/glossary.ts';

/** A word of the glossary as part of an element's id. */
export const slug = (word: string): string => word.replace(/[^a-z]+/g, '-');

/** A word where it first stands: its meaning as title, and a link to the glossary. */
export function Term({ word, children }: { readonly word: string; readonly children?: ComponentChildren }) {
  const term = GLOSSARY.find((entry) => entry.word === word);
  if (term === undefined) throw new Error(`"${word}" is not in the glossary`);
  return (
    <a class="term" href={`#word-${slug(word)}`} title={term.meaning}>
      {children ?? word}
    </a>
  );
}
