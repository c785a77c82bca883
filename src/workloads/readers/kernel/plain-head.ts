import { afterBlanks, COLON, isDigit, MINUS, SPACE } from './bytes.ts';

/** What the third character of the flags says of interrupt context, 1 … 5 (Documentation/trace/ftrace.rst); 0: task context. */
const INTERRUPTS = new Uint8Array(256);
for (const [place, letter] of [...'hHszZ'].entries()) INTERRUPTS[letter.charCodeAt(0)] = place + 1;

/** Behind the microseconds of the latency format: how long it is to the next event (Documentation/trace/ftrace.rst). */
const DELAY_MARKS = new Uint8Array(256);
for (const mark of ' +!#*@$') DELAY_MARKS[mark.charCodeAt(0)] = 1;

/** What stands before the event of a line: task, CPU, flags and time. */
export class LineHead {
  taskStart = 0;
  taskEnd = 0;
  flagsAt = 0;
  /** The line has the flags column. */
  hasContext = false;
  /** The interrupt context, 1 … 5; 0: task context. */
  interrupt = 0;
  /** Whole seconds, and nanoseconds beside them: doubles for V8 too, where numbers that become large would have it compile anew. */
  readonly time = new Float64Array(2);

  /** Reads the head of a line that is not empty. Returns where the event begins, or −1: this is no event. */
  read(bytes: Uint8Array, start: number, eol: number): number {
    this.taskStart = start;
    const timeAt = this.#place(bytes, start, eol);
    if (timeAt < 0) return -1;
    this.interrupt = 0;
    this.hasContext = this.flagsAt < timeAt;
    if (this.hasContext) {
      // The flags are the last 4 or 5 characters (a CPU number may be glued before them); interrupt context is the third.
      let third = this.flagsAt;
      while (third < timeAt && isDigit(bytes[third]!)) third++;
      this.interrupt = INTERRUPTS[bytes[third + 2]!]!;
    }
    const end = this.#time(bytes, timeAt, eol);
    return end < 0 || bytes[end] !== COLON ? -1 : afterBlanks(bytes, end + 1, eol);
  }

  /** Finds the columns; returns where the time stands, or −1. */
  #place(bytes: Uint8Array, start: number, eol: number): number {
    // The CPU in brackets, with a time behind it, ends the task's name, which may hold blanks and brackets itself.
    for (let q = start; ; q++) {
      while (q < eol && bytes[q] !== 91) q++;
      if (q >= eol) break;
      let r = q + 1;
      while (r < eol && isDigit(bytes[r]!)) r++;
      if (r === q + 1 || bytes[r] !== 93 || bytes[r + 1] !== SPACE || bytes[q - 1] !== SPACE) continue;
      this.taskEnd = q - 1;
      this.flagsAt = afterBlanks(bytes, r + 1, eol);
      const timeAt = timeFrom(bytes, this.flagsAt, eol);
      if (timeAt >= 0) return timeAt;
    }
    // latency format: `<...>-5263      3..... 276242022us : page_ref_mod: …`
    this.taskEnd = endOfTask(bytes, start, eol);
    this.flagsAt = afterBlanks(bytes, this.taskEnd, eol);
    return timeFrom(bytes, this.flagsAt, eol);
  }

  /** Reads seconds with a fraction, or microseconds; returns what stands behind, or −1. */
  #time(bytes: Uint8Array, start: number, eol: number): number {
    let p = start;
    let seconds = 0;
    while (p < eol && isDigit(bytes[p]!)) seconds = seconds * 10 + bytes[p++]! - 48;
    const digits = p - start;
    let nanos = 0;
    if (bytes[p] === 46) {
      p++;
      let places = 0;
      for (; p < eol && isDigit(bytes[p]!); p++) if (places++ < 9) nanos = nanos * 10 + bytes[p]! - 48;
      for (; places < 9; places++) nanos *= 10;
    } else if (bytes[p] === 117 && bytes[p + 1] === 115) {
      nanos = (seconds % 1_000_000) * 1000;
      seconds = Math.floor(seconds / 1_000_000);
      p += 2;
      if (DELAY_MARKS[bytes[p]!] === 1) p++;
    } else {
      return -1;
    }
    this.time[0] = seconds;
    this.time[1] = nanos;
    return digits > 0 && digits < 16 ? p : -1;
  }

  /** The CPU: digits that the flags begin with (latency format), else those in brackets before them. */
  cpu(bytes: Uint8Array): number {
    let p = this.flagsAt;
    while (isDigit(bytes[p]!)) p++;
    if (p === this.flagsAt) while (bytes[p - 1] === SPACE || bytes[p - 1] === 93) p--;
    let cpu = 0;
    for (let scale = 1; isDigit(bytes[--p]!); scale *= 10) cpu += (bytes[p]! - 48) * scale;
    return cpu;
  }
}

/** Where the time stands: here, or behind one word of flags; −1: neither. */
function timeFrom(bytes: Uint8Array, at: number, end: number): number {
  if (isTime(bytes, at, end)) return at;
  let p = at;
  while (p < end && bytes[p] !== SPACE) p++;
  p = afterBlanks(bytes, p, end);
  return isTime(bytes, p, end) ? p : -1;
}

/** `16.519437` or `276242022us`, but not the `3.....` of a CPU with its flags. */
function isTime(bytes: Uint8Array, at: number, end: number): boolean {
  let p = at;
  while (p < end && isDigit(bytes[p]!)) p++;
  return p > at && ((bytes[p] === 46 && isDigit(bytes[p + 1]!)) || (bytes[p] === 117 && bytes[p + 1] === 115));
}

/** The end of a `comm-pid` behind which no CPU stands in brackets, but flags and a time; else the first blank. */
function endOfTask(bytes: Uint8Array, start: number, end: number): number {
  for (let p = start; p < end; p++) {
    if (bytes[p] !== MINUS) continue;
    let q = p + 1;
    while (q < end && isDigit(bytes[q]!)) q++;
    if (q > p + 1 && bytes[q] === SPACE && timeFrom(bytes, afterBlanks(bytes, q, end), end) >= 0) return q;
  }
  let p = start;
  while (p < end && bytes[p] !== SPACE) p++;
  return p;
}

/** Where the name of a task ends that stands before `end`: from the first character to before `[cpu]`, blanks dropped. */
export function nameEnd(bytes: Uint8Array, start: number, end: number): number {
  // A task without a name ends before it begins.
  let stop = Math.max(start, end);
  while (stop > start && bytes[stop - 1] === SPACE) stop--;
  if (bytes[stop - 1] === 41) {
    // a thread group in parentheses: `fio-209  (  209) [000]`
    while (stop > start && bytes[stop - 1] !== 40) stop--;
    if (stop > start) stop--;
    while (stop > start && bytes[stop - 1] === SPACE) stop--;
  }
  return stop;
}
