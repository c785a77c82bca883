import { describe, expect, it } from 'vitest';
import { createTurns } from '../../src/report/page/turns.ts';

/** Turns whose tasks are run by hand, and what was done in them. */
function tried() {
  const tasks: (() => void)[] = [];
  const done: string[] = [];
  const turns = createTurns((work) => tasks.push(work));
  return {
    turns,
    done,
    does: (name: string) => () => done.push(name),
    task: () => tasks.shift()?.(),
    waiting: () => tasks.length,
  };
}

describe('turns', () => {
  it('do one thing a task, in their order, but what is near first', () => {
    const { turns, done, does, task } = tried();
    let isNear = false;
    turns.add(does('first'));
    turns.add(does('second'));
    turns.add(does('third'), () => isNear);
    task();
    expect(done).toEqual(['first']);
    isNear = true;
    task();
    expect(done).toEqual(['first', 'third']);
    task();
    task();
    expect(done).toEqual(['first', 'third', 'second']);
  });

  it('leave out what was taken back, and begin again after a pause', () => {
    const { turns, done, does, task } = tried();
    const takeBack = turns.add(does('first'));
    takeBack();
    task();
    expect(done).toEqual([]);
    turns.add(does('second'));
    task();
    expect(done).toEqual(['second']);
  });

  it('go on after something that fails', () => {
    const { turns, done, does, task } = tried();
    turns.add(() => {
      throw new Error('no');
    });
    turns.add(does('second'));
    expect(task).toThrow('no');
    task();
    expect(done).toEqual(['second']);
  });

  it('are all done at once in a hurry, with what they queue', () => {
    const { turns, done, does, task } = tried();
    turns.add(() => turns.add(does('queued by the first')));
    turns.add(does('second'));
    turns.hurry();
    expect(done).toEqual(['second', 'queued by the first']);
    task();
    expect(done).toHaveLength(2);
  });

  it('wait while they are held, and go on in their order', () => {
    const { turns, done, does, task, waiting } = tried();
    turns.add(does('first'));
    turns.add(does('second'));
    turns.hold();
    task();
    turns.add(does('third'));
    expect([task(), done]).toEqual([undefined, []]);
    turns.release();
    turns.release();
    expect(waiting()).toBe(1);
    for (let i = 0; i < 3; i++) task();
    expect(done).toEqual(['first', 'second', 'third']);
  });

  it('held by a press are all done all the same before the page is printed', () => {
    const { turns, done, does } = tried();
    turns.hold();
    turns.add(does('first'));
    turns.hurry();
    expect(done).toEqual(['first']);
  });
});
