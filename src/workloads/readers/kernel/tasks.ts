/** The tasks of one block, numbered in the order in which they were met. */
export class TaskNames {
  readonly #numbers = new Map<string, number>();
  text: string[] = [];

  clear(): void {
    this.#numbers.clear();
    this.text = [];
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.text.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }
}
