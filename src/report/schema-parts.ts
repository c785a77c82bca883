/** Words in which the JSON Schemas (draft-07) of what bitpart writes are put together. */
export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const number: Schema = { type: 'number' };
export const flag: Schema = { type: 'boolean' };
export const whole: Schema = { type: 'integer', minimum: 0 };
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
export const oneOf = (...values: readonly (string | number)[]): Schema => ({ enum: values });
export const list = (items: Schema): Schema => ({ type: 'array', items });
export const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
export const described = (description: string, schema: Schema): Schema => ({ description, ...schema });

/** An object with these keys and no others. */
export function record(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

const compared = record({ compared: whole, equal: whole });

/** The recording's own counters against what is reconstructed (events/own-counters). */
export const OWN_COUNTERS: Schema = record({
  fromStart: compared,
  underWay: compared,
  large: compared,
  beside: whole,
  before: whole,
  missing: whole,
});
