import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { CrewMember } from '../../src/node/crew-member.ts';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A member of a crew of two, and the end of its way to the other. */
async function member(place: number, shards = 1): Promise<{ it: CrewMember; other: MessagePort }> {
  const it = new CrewMember();
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const peers = place === 0 ? [undefined, port1] : [port1, undefined];
  const reading = { format: 'kprobe', baseSeconds: 0 } as const;
  await it.answer({ call: 'open', reading, place, shards, peers, replays: [], onePopulation: false });
  return { it, other: port2 };
}

/** A block of one pin. */
const bytes = (): Uint8Array =>
  Uint8Array.from(
    Buffer.from(
      ' fio-1 [000] .....  5.000000: grab: (a+0x0/0x1) folio=0xffffea0004de31c0 refs=1 flags=0x80001 ret=0 rc=1026 pf=0x0\n',
    ),
  );

const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20));

describe('a thread of a crew that owns no shard', () => {
  it('decodes at most eight blocks a thread more than the shard has been fed, so that parts that wait are bounded', async () => {
    const { it: thread, other } = await member(1);
    other.on('message', () => {});
    let answered = 0;
    for (let block = 0; block < 40; block++) {
      thread.answer({ call: 'decode', bytes: bytes(), block, firstLine: block + 1 }).then(() => answered++);
    }
    await expect.poll(() => answered).toBe(17);
    await settled();
    expect(answered).toBe(17);
    other.postMessage({ fed: 5 });
    await expect.poll(() => answered).toBe(22);
    other.postMessage({ fed: 40 });
    await expect.poll(() => answered).toBe(40);
  });

  it('hands all events of a block to the one that does, with their lines in the recording', async () => {
    const { it: thread, other } = await member(1);
    const told = once(other, 'message');
    await thread.answer({ call: 'decode', bytes: bytes(), block: 0, firstLine: 31 });
    const [{ block, probes, events }] = (await told) as [
      { block: number; probes: number; events: { length: number; memory: ArrayBuffer } },
    ];
    expect([block, probes, events.length]).toEqual([0, 0, 1]);
    // Three doubles, then refs, task and ref: the line.
    expect(new Uint32Array(events.memory, 24, 4)[3]).toBe(31);
  });
});

describe('a thread of a crew that owns the only shard', () => {
  it('tells the other of a block no more than that it has been fed', async () => {
    const { it: thread, other } = await member(0);
    const said: object[] = [];
    other.on('message', (message) => said.push(message));
    await thread.answer({ call: 'decode', bytes: bytes(), block: 0, firstLine: 1 });
    await expect.poll(() => said).toEqual([{ fed: 1 }]);
    expect((await thread.answer({ call: 'flush', blocks: 1 })).reply).toEqual({ first: 5e9, last: 5e9 });
  });

  it('decodes a block without waiting for the one before it', async () => {
    const { it: thread, other } = await member(0);
    other.on('message', () => {});
    const { reply } = await thread.answer({ call: 'decode', bytes: bytes(), block: 1, firstLine: 2 });
    expect(reply).toMatchObject({ events: 1 });
  });
});

describe('a thread of a crew that owns one shard of two', () => {
  it('waits for what the block before left open, and tells the other what its own does', async () => {
    const { it: thread, other } = await member(0, 2);
    const said: object[] = [];
    other.on('message', (message) => said.push(message));
    let isDecoded = false;
    const decoded = thread.answer({ call: 'decode', bytes: bytes(), block: 1, firstLine: 2 }).then(() => {
      isDecoded = true;
    });
    await settled();
    expect([isDecoded, said]).toEqual([false, []]);
    const announced = { kinds: 1, left: 2, of: 2, time: 4.999e9 };
    other.postMessage({ block: 0, probes: 0, open: [['fio-2', announced]] });
    await decoded;
    await expect.poll(() => said).toMatchObject([{ block: 1, probes: 0, open: [['fio-2', announced]] }]);
  });
});
