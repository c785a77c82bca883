/**
 * How popular each page of a group is, as a multiple of the mean: page i, from 0, has a share of the arrivals that is
 * proportional to 1/(i + 1)^exponent (Zipf 1949). Exponent 0: all are alike.
 */
export function popularity(pages: number, exponent: number): Float64Array {
  if (!(exponent >= 0 && exponent < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`the exponent of Zipf's law must be finite, 0 or more: ${exponent}`);
  }
  // Not `**`, whose last digit is another in Node 20 than in Node 24.
  const weights = Float64Array.from({ length: pages }, (_, i) => Math.exp(-exponent * Math.log(i + 1)));
  // From the smallest: rounding errors of the sum then are those of its largest terms only.
  const sum = weights.reduceRight((total, weight) => total + weight, 0);
  return weights.map((weight) => (weight / sum) * pages);
}
