import { describe, expect, it } from 'vitest';
import { goodWorld } from './world.ts';

describe('an error that nobody expected', () => {
  const failing = {
    out: () => {
      throw new TypeError('the inside is broken');
    },
  };

  it('says what happened, that it is no mistake of the user, and where to report it', async () => {
    const world = await goodWorld();
    const { code, err } = await world.run(['check'], failing);
    expect(err).toMatch(/^bitpart \d+\.\d+\.\d+ met an error that it did not expect: the inside is broken\n/);
    expect(err).toContain('This is a mistake in bitpart, not in your input. Run it again with --debug for the stack');
    expect(err).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  });

  it('keeps its stack for --debug', async () => {
    const world = await goodWorld();
    const { code, err } = await world.run(['check', '--debug'], failing);
    expect(err).toMatch(/TypeError: the inside is broken\n\s+at .*unexpected\.test\.ts/);
    expect(err).not.toContain('Run it again');
    expect(code).toBe(2);
  });
});
