/**
 * Quantile of Student's t distribution for a whole number of degrees of freedom, by bisection on the exact finite sum
 * of its distribution function (Abramowitz and Stegun 26.7.3 and 26.7.4).
 * @param p 0.5 … below 1: `studentQuantile(0.975, 4)` is 2.776, for a two-sided 95 % interval over 5 runs.
 * @param degrees whole number, 1 or more.
 * @throws RangeError outside these ranges.
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p >= 0.5 && p < 1)) throw new RangeError(`p must be 0.5 or more and below 1: ${p}`);
  if (!Number.isInteger(degrees) || degrees < 1)
    throw new RangeError(`degrees must be a whole number, 1 or more: ${degrees}`);
  // In the angle θ = arctan(t/√degrees) the range is bounded, and the sum has no cancellation.
  const central = 2 * p - 1;
  let low = 0;
  let high = Math.PI / 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, degrees) < central) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan((low + high) / 2);
}

/** P(|T| ≤ √degrees · tan θ), 0 ≤ θ ≤ π/2. */
function centralProbability(theta: number, degrees: number): number {
  const cos = Math.cos(theta);
  const sin = Math.sin(theta);
  const odd = degrees % 2 === 1;
  if (degrees === 1) return (2 * theta) / Math.PI;
  let term = odd ? cos : 1;
  let sum = term;
  for (let k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= ((k - 1) / k) * cos * cos;
    sum += term;
  }
  return odd ? ((theta + sin * sum) * 2) / Math.PI : sin * sum;
}

/** The two-sided 95 % quantile of the normal distribution, which Student's tends to. */
export const NORMAL_95 = 1.959963984540054;
