import { afterBlanks, byte, COLON, find, isDigit, MINUS, SPACE } from './bytes.ts';

/** What stands before the event of a line: task, CPU, flags and time. */
export let taskStart: usize = 0;
export let taskEnd: usize = 0;
let flagsAt: usize = 0;
/** The line has the flags column. */
export let hasContext: bool = false;
/** What the third character of the flags says of interrupt context, 1 … 5 (Documentation/trace/ftrace.rst); 0: task context. */
export let interrupt: i32 = 0;
/** Whole seconds, and nanoseconds beside them. */
export let seconds: f64 = 0;
export let nanos: f64 = 0;

/** Reads the head of a line that is not empty. Returns where the event begins, or 0: this is no event. */
export function readHead(start: usize, eol: usize): usize {
  taskStart = start;
  const timeAt = place(start, eol);
  if (timeAt === 0) return 0;
  interrupt = 0;
  hasContext = flagsAt < timeAt;
  if (hasContext) {
    // The flags are the last 4 or 5 characters (a CPU number may be glued before them); interrupt context is the third.
    let third = flagsAt;
    while (third < timeAt && isDigit(byte(third))) third++;
    interrupt = interruptOf(byte(third + 2));
  }
  const end = readTime(timeAt, eol);
  return end === 0 || byte(end) !== COLON ? 0 : afterBlanks(end + 1, eol);
}

/** Finds the columns; returns where the time stands, or 0. */
function place(start: usize, eol: usize): usize {
  // The CPU in brackets, with a time behind it, ends the task's name, which may hold blanks and brackets itself.
  for (let q = find(91, start, eol); q < eol; q = find(91, q + 1, eol)) {
    let r = q + 1;
    while (r < eol && isDigit(byte(r))) r++;
    if (r === q + 1 || byte(r) !== 93 || byte(r + 1) !== SPACE || byte(q - 1) !== SPACE) continue;
    taskEnd = q - 1;
    flagsAt = afterBlanks(r + 1, eol);
    const timeAt = timeFrom(flagsAt, eol);
    if (timeAt !== 0) return timeAt;
  }
  // latency format: `<...>-5263      3..... 276242022us : page_ref_mod: …`
  taskEnd = endOfTask(start, eol);
  flagsAt = afterBlanks(taskEnd, eol);
  return timeFrom(flagsAt, eol);
}

/** Reads seconds with a fraction, or microseconds; returns what stands behind, or 0. */
function readTime(start: usize, eol: usize): usize {
  let p = start;
  let whole: i64 = 0;
  while (p < eol && isDigit(byte(p))) whole = whole * 10 + (byte(p++) - 48);
  // More than fit into 64 bits are more than 15, which are no time.
  const digits = p - start;
  let fraction: i32 = 0;
  if (byte(p) === 46) {
    p++;
    let places = 0;
    for (; p < eol && isDigit(byte(p)); p++) if (places++ < 9) fraction = fraction * 10 + byte(p) - 48;
    for (; places < 9; places++) fraction *= 10;
    nanos = <f64>fraction;
  } else if (byte(p) === 117 && byte(p + 1) === 115) {
    nanos = <f64>((whole % 1_000_000) * 1000);
    whole /= 1_000_000;
    p += 2;
    if (isDelayMark(byte(p))) p++;
  } else {
    return 0;
  }
  seconds = <f64>whole;
  return digits > 0 && digits < 16 ? p : 0;
}

/** The CPU: digits that the flags begin with (latency format), else those in brackets before them. */
export function cpu(): f64 {
  let p = flagsAt;
  while (isDigit(byte(p))) p++;
  if (p === flagsAt) while (byte(p - 1) === SPACE || byte(p - 1) === 93) p--;
  let value: f64 = 0;
  for (let scale: f64 = 1; isDigit(byte(--p)); scale *= 10) value += <f64>(byte(p) - 48) * scale;
  return value;
}

/** Where the time stands: here, or behind one word of flags; 0: neither. */
function timeFrom(at: usize, end: usize): usize {
  if (isTime(at, end)) return at;
  const p = afterBlanks(find(SPACE, at, end), end);
  return isTime(p, end) ? p : 0;
}

/** `16.519437` or `276242022us`, but not the `3.....` of a CPU with its flags. */
function isTime(at: usize, end: usize): bool {
  let p = at;
  while (p < end && isDigit(byte(p))) p++;
  return p > at && ((byte(p) === 46 && isDigit(byte(p + 1))) || (byte(p) === 117 && byte(p + 1) === 115));
}

/** The end of a `comm-pid` behind which no CPU stands in brackets, but flags and a time; else the first blank. */
function endOfTask(start: usize, end: usize): usize {
  for (let p = start; p < end; p++) {
    if (byte(p) !== MINUS) continue;
    let q = p + 1;
    while (q < end && isDigit(byte(q))) q++;
    if (q > p + 1 && byte(q) === SPACE && timeFrom(afterBlanks(q, end), end) !== 0) return q;
  }
  return find(SPACE, start, end);
}

function interruptOf(letter: i32): i32 {
  switch (letter) {
    case 104: // h
      return 1;
    case 72: // H
      return 2;
    case 115: // s
      return 3;
    case 122: // z
      return 4;
    case 90: // Z
      return 5;
    default:
      return 0;
  }
}

/** Behind the microseconds of the latency format: how long it is to the next event (Documentation/trace/ftrace.rst): ` +!#*@$`. */
function isDelayMark(b: i32): bool {
  return b === 32 || b === 43 || b === 33 || b === 35 || b === 42 || b === 64 || b === 36;
}
