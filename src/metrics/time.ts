const NANOSECONDS = 1_000_000_000n;

/** Nanoseconds as seconds: the double nearest to the exact quotient, whatever the size of the integer. */
export function secondsOf(nanoseconds: bigint): number {
  const exact = nanoseconds >= -BigInt(Number.MAX_SAFE_INTEGER) && nanoseconds <= BigInt(Number.MAX_SAFE_INTEGER);
  if (exact) return Number(nanoseconds) / 1e9;
  // Through decimal digits, because reading a decimal rounds once, while Number(n) / 1e9 rounds twice.
  const magnitude = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = (magnitude % NANOSECONDS).toString().padStart(9, '0');
  return Number(`${nanoseconds < 0n ? '-' : ''}${magnitude / NANOSECONDS}.${fraction}`);
}
