export { engset } from './engset.ts';
export { erlangB, lnErlangWeight } from './erlang.ts';
export { lnPoissonAtMost, poissonTail } from './poisson.ts';
export { CERTAIN, fromLn, IMPOSSIBLE, lnOf, type Probability, weightedMean } from './probability.ts';
