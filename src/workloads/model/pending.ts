/**
 * References that will be dropped, soonest first: a binary heap in two typed arrays. Memory follows what is held at once.
 */
export class PendingDrops {
  #size = 0;
  #time = new Float64Array(64);
  #handle = new Uint32Array(64);

  /** Time of the soonest drop; ∞ where there is none. */
  get next(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#time[0]!;
  }

  push(time: number, handle: number): void {
    if (this.#size === this.#time.length) this.#grow();
    const times = this.#time;
    const handles = this.#handle;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (times[parent]! <= time) break;
      times[at] = times[parent]!;
      handles[at] = handles[parent]!;
      at = parent;
    }
    times[at] = time;
    handles[at] = handle;
  }

  /** Takes the soonest drop out and gives its handle. There must be one. */
  pop(): number {
    const times = this.#time;
    const handles = this.#handle;
    const first = handles[0]!;
    const size = --this.#size;
    const time = times[size]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && times[child + 1]! < times[child]!) child++;
      if (time <= times[child]!) break;
      times[at] = times[child]!;
      handles[at] = handles[child]!;
      at = child;
    }
    times[at] = time;
    handles[at] = handles[size]!;
    return first;
  }

  #grow(): void {
    const time = new Float64Array(this.#time.length * 2);
    time.set(this.#time);
    this.#time = time;
    const handle = new Uint32Array(time.length);
    handle.set(this.#handle);
    this.#handle = handle;
  }
}

/** Numbers of references that are held: small, and used again after the drop. Each remembers a class code. */
export class Handles {
  #used = 0;
  #free: Uint32Array = new Uint32Array(64);
  #freeCount = 0;
  #acquired: Uint8Array = new Uint8Array(64);

  take(acquired: number): number {
    let handle: number;
    if (this.#freeCount > 0) handle = this.#free[--this.#freeCount]!;
    else {
      handle = this.#used++;
      if (handle === this.#acquired.length) this.#grow();
    }
    this.#acquired[handle] = acquired;
    return handle;
  }

  /** Gives the handle's class code, and the handle back. */
  drop(handle: number): number {
    this.#free[this.#freeCount++] = handle;
    return this.#acquired[handle]!;
  }

  #grow(): void {
    const acquired = new Uint8Array(this.#acquired.length * 2);
    acquired.set(this.#acquired);
    this.#acquired = acquired;
    const free = new Uint32Array(acquired.length);
    free.set(this.#free);
    this.#free = free;
  }
}
