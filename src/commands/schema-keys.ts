/** A key of layouts.yaml, as its JSON Schema describes it. */
export interface SchemaKey {
  /** Keys from the top of the file down to it; places in lists are left out. */
  readonly path: readonly string[];
  readonly description: string;
  /** What it takes, in words: `a number from 1 to 64`, `fail, saturate, carry or wrap`; empty where that takes a map or a list. */
  readonly takes: string;
  /** As YAML in one line. */
  readonly examples: readonly string[];
  readonly required: boolean;
}

type Schema = Readonly<Record<string, unknown>>;

/** Every key that the schema describes, once for each place and text, in the order of the schema. */
export function schemaKeys(schema: Schema): readonly SchemaKey[] {
  const found = new Map<string, SchemaKey>();
  walk(schema, [], (path, own, required) => {
    const description = typeof own['description'] === 'string' ? own['description'] : '';
    if (description === '') return;
    const examples = Array.isArray(own['examples']) ? own['examples'].map(flow) : [];
    const id = JSON.stringify([path, description]);
    if (!found.has(id)) found.set(id, { path, description, takes: takesOf(own), examples, required });
  });
  return [...found.values()];
}

function walk(
  node: unknown,
  path: readonly string[],
  visit: (path: readonly string[], own: Schema, required: boolean) => void,
  others: readonly unknown[] = [],
): void {
  if (!isSchema(node)) return;
  // Where another form of the same map needs all but this key, it need not stand there.
  const needed = listOf(node['required']);
  const required = needed.filter(
    (key) => !others.some((other) => isSchema(other) && isWithin(listOf(other['required']), needed, key)),
  );
  if (isSchema(node['properties'])) {
    for (const [key, own] of Object.entries(node['properties'])) {
      if (isSchema(own)) visit([...path, key], own, required.includes(key));
      walk(own, [...path, key], visit);
    }
  }
  const forms = [...listOf(node['anyOf']), ...listOf(node['oneOf'])];
  for (const form of forms)
    walk(
      form,
      path,
      visit,
      forms.filter((other) => other !== form),
    );
  for (const each of listOf(node['allOf'])) walk(each, path, visit);
  walk(node['items'], path, visit);
}

/** Whether a form needs nothing but what another needs without `key`; one that needs nothing says nothing of it. */
const isWithin = (needed: readonly unknown[], all: readonly unknown[], key: unknown): boolean =>
  needed.length > 0 && needed.every((each) => each !== key && all.includes(each));

const isSchema = (node: unknown): node is Schema => typeof node === 'object' && node !== null && !Array.isArray(node);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function takesOf(own: Schema): string {
  if (Array.isArray(own['enum']))
    return own['enum']
      .map(String)
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1');
  const { minimum, maximum } = own as { minimum?: number; maximum?: number };
  if (own['type'] !== 'integer' && own['type'] !== 'number') return '';
  const what = own['type'] === 'integer' ? 'a whole number' : 'a number';
  const from = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? ` from ${minimum}` : '';
  const to = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? ` to ${maximum}` : '';
  return `${what}${from}${to}`;
}

/** A value as YAML in flow style, in one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isSchema(value)) {
    const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`);
    return `{ ${pairs.join(', ')} }`;
  }
  const text = String(value);
  return typeof value === 'string' && /[:#[\]{},"'<>=]/.test(text) ? JSON.stringify(text) : text;
}
