import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { randomEvents } from '../../src/bench/events.ts';
import { ProfileEngine } from '../../src/harness/profile/engine.ts';
import { profileOf } from '../../src/harness/profile/profile.ts';
import { KernelTextDecoder } from '../../src/workloads/readers/kernel/text.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const TRACE = path('traces/b2_uring_32rings_same_buf.trace.txt.gz');
const names = { origin: 0, page: String, task: () => '' };

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Each memory of WebAssembly wants gigabytes of addresses. */
function denyMemory(error: Error): void {
  vi.stubGlobal('WebAssembly', {
    ...WebAssembly,
    Module: WebAssembly.Module,
    Instance: WebAssembly.Instance,
    Memory: class {
      constructor() {
        throw error;
      }
    },
  });
}

function evaluated() {
  const bytes = gunzipSync(readFileSync(TRACE));
  const { events, ...about } = new KernelTextDecoder({ format: 'kprobe', baseSeconds: 0 }).decode(
    bytes,
    0,
    bytes.length,
  );
  const { chunks, span } = randomEvents(5000, 100);
  const engine = new ProfileEngine();
  for (const chunk of chunks) engine.feed(chunk);
  return { about, times: events.time.slice(0, events.length), profile: profileOf(engine, span, names, 5000) };
}

describe('where WebAssembly', () => {
  it('gets no memory, as under ulimit -v, recordings are read and profiled all the same', () => {
    const usual = evaluated();
    expect(usual.times.length).toBeGreaterThan(1000);
    denyMemory(new RangeError('WebAssembly.Memory(): could not allocate memory'));
    expect(evaluated()).toEqual(usual);
  });

  it('fails for another reason, that is not hidden', () => {
    denyMemory(new TypeError('a mistake'));
    expect(evaluated).toThrow('a mistake');
  });

  it('is not there at all, the command says the same to the byte', () => {
    const profile = (...flags: string[]) =>
      spawnSync(process.execPath, [...flags, path('dist/cli.js'), 'profile', TRACE, '-o', '-'], { encoding: 'utf8' });
    const usual = profile();
    expect([usual.status, usual.stderr]).toEqual([0, '']);
    expect(usual.stdout.length).toBeGreaterThan(1000);
    expect(profile('--jitless').stdout).toBe(usual.stdout);
  });
});
