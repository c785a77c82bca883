import { OrderError } from '../events/order.ts';
import { InputError } from './input-error.ts';

/** An error as it crosses threads. */
export interface TaskError {
  readonly message: string;
  readonly stack: string | undefined;
  readonly input: (Pick<InputError, 'file' | 'line'> & Partial<Pick<InputError, 'column' | 'suggestion'>>) | undefined;
}

export function packError(error: unknown): TaskError {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof InputError) {
    const { file, line, column, suggestion } = error;
    return { message, stack, input: { file, line, column, suggestion } };
  }
  return { message, stack, input: error instanceof OrderError ? { file: undefined, line: error.line } : undefined };
}

export function unpackError({ message, stack, input }: TaskError): Error {
  if (input !== undefined) return new InputError(message, input);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
