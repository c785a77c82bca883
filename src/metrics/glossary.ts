/** A word that stands in reports, and what it means there. */
export interface Term {
  readonly word: string;
  /** In a sentence or two. */
  readonly meaning: string;
}

/** The words of reports and docs, by the alphabet. */
export const GLOSSARY: readonly Term[] = [
  {
    word: 'benign, hostile',
    meaning:
      'A hostile scenario is an attack (hostile: true in layouts.yaml, and the presets attacker-*); every other one is benign: load that somebody wants to run.',
  },
  {
    word: 'bias',
    meaning:
      'A layout of one counter: a pin adds the bias, an ordinary reference 1, and whatever reaches the bias reads as pinned. Linux today has the bias 1024.',
  },
  {
    word: 'cannot tell',
    meaning:
      'A field counts kinds of a question together with others, as one field for short-term and long-term pins does. Its answer is then yes while only the others are held: a false yes by construction, on the safe side.',
  },
  {
    word: 'carry',
    meaning:
      'The count goes on into the field above it, which then reads one more than it holds. Of a field: what on-limit: carry says; in a guard: what happens once more tasks than reserved counts are between add and undo.',
  },
  {
    word: 'check',
    meaning:
      'A moment at which somebody asks whether a page is pinned: fork, a copy-on-write fault, write-back, migration, reclaim.',
  },
  {
    word: 'closed form',
    meaning:
      'A formula that gives the number without a simulation: Erlang-B and Engset for refusals, the tail of a Poisson distribution for false answers of a bias.',
  },
  {
    word: 'exposure',
    meaning:
      'What an attacker needs to break a layout: references, bytes, system calls, which pages it reaches, and whether the default limits of an unprivileged user allow it.',
  },
  {
    word: 'false no',
    meaning:
      'The word answers no although such a reference is held. Nobody survives that: memory is reused under a device.',
  },
  {
    word: 'false yes',
    meaning: 'The word answers yes although no such reference is held. It costs a copy or a delay.',
  },
  {
    word: 'field',
    meaning: 'A part of the word that counts some kinds of reference.',
  },
  {
    word: 'folio',
    meaning:
      'One page, or several that the kernel treats as one and counts together. A small folio is one page; large ones have an exact count of pins of their own, so they are reported apart.',
  },
  {
    word: 'front',
    meaning:
      'The layouts of the design space that no other beats: whoever is better in one thing is worse in another (the Pareto front).',
  },
  {
    word: 'group',
    meaning:
      'A name for several kinds: read, write, short, long, and pin for all four. A group may stand wherever a kind may.',
  },
  {
    word: 'guard',
    meaning:
      'How many tasks may be between adding to a field and undoing it before the field carries into its neighbour.',
  },
  {
    word: 'headroom',
    meaning:
      'What is left between the most that was seen and the limit: limit, peak and bits left, which is log2((limit + 1) / (peak + 1)). One bit left: twice as many references would have fitted.',
  },
  {
    word: 'holds, does not hold',
    meaning:
      'The verdict of a layout: with requirements it holds where it meets them all, without any where no scenario showed a refusal, a false answer or a saturated life. One with a mark fails only under attack or in what its fields cannot tell.',
  },
  {
    word: 'interrupt, by task, beside',
    meaning:
      'How drops of a recording were matched to their pins: in an interrupt, the oldest short-term pin of the page; by the task, the oldest pin of that task. Beside: the count of the page and its pins differed for a moment, for pins were on their way.',
  },
  {
    word: 'kind',
    meaning:
      'A class of reference: ordinary, and four kinds of pin, read-short, read-long, write-short and write-long. A domain of one’s own has up to 8 others.',
  },
  {
    word: 'layout',
    meaning: 'How a word holds its counts: a split into fields, or a bias, with what happens at each limit.',
  },
  {
    word: 'life',
    meaning:
      'Of a page: from its ordinary count leaving 0 to its returning to 0. A page that saturates counts as one leaked life.',
  },
  {
    word: 'limit',
    meaning:
      'The highest count that a field may hold: 2^(bits − reserve) − 1. Of a bias it is soft: nothing stops the count there. Beyond it the count carries into what lies above, another kind or the sign, and the word answers wrongly, or refuses pins while the sign is set.',
  },
  {
    word: 'misclassification',
    meaning:
      'A question answered wrongly: a false yes or a false no, of the checks, or of the page-seconds during which the answer is wrong.',
  },
  {
    word: 'most processors, NR_CPUS',
    meaning:
      'The most processors that Linux is built for. Beside PID_MAX_LIMIT, the bound of tasks, it is what a guard is compared with.',
  },
  {
    word: 'ordinary',
    meaning: 'A reference that is no pin: a page table, the page cache, a pipe buffer.',
  },
  {
    word: 'page-seconds',
    meaning: 'Pages times seconds: what shares of time are counted in. 10 pages watched for 3 s are 30 page-seconds.',
  },
  {
    word: 'pages seen',
    meaning:
      'Pages with at least one event, whatever it shows: also those on which a probe fired that took neither a pin nor a reference. Shares of pages and of page-seconds are of all of them, pinned or not.',
  },
  {
    word: 'pin',
    meaning:
      'A reference by pin_user_pages (FOLL_PIN), for reading or for writing the page, short-term or long-term (FOLL_LONGTERM). It is not a lock.',
  },
  {
    word: 'places',
    meaning:
      'Layouts of the design space that come to the same numbers stand at one place of the front, under the name of the first.',
  },
  {
    word: 'question',
    meaning:
      'What the kernel asks of a word: pinned (any pin), written (a pin for writing), longterm (a long-term pin).',
  },
  {
    word: 'red zone',
    meaning:
      'Values of a field above its limit, or from the count on at which it warns: no sane workload gets there, so whoever does is taken for an attacker.',
  },
  {
    word: 'refused',
    meaning: 'A pin that was not taken, because the field was at its limit; the caller gets an error.',
  },
  {
    word: 'reserve',
    meaning: 'The top bits of a field that never count: room for tasks that add at once before the field saturates.',
  },
  {
    word: 'saturate',
    meaning: 'The count sticks at its limit and is never trusted again: what it counts, a page, is never freed.',
  },
  {
    word: 'soft limit',
    meaning:
      'Of a bias: what the word can tell, not what it can hold. Beyond it nothing stops the count, but the answers are wrong.',
  },
  {
    word: 'split',
    meaning:
      'A layout whose fields cannot carry into each other. 4/4/24 has 4 bits for read pins, 4 for write pins and 24 for ordinary references.',
  },
  {
    word: 'stands',
    meaning:
      'Of a guard: so many tasks at once do no harm. Of a layout in docs/answers.md: nothing in the recording tells against it.',
  },
  {
    word: 'word',
    meaning: 'The integer that holds the counts: 32 or 64 bits.',
  },
];
