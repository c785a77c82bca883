import type { ComponentChildren, RefObject } from 'preact';

interface Props {
  /** There is nothing to do now. */
  readonly isOff: boolean;
  readonly onPress: () => void;
  readonly host?: RefObject<HTMLButtonElement | null>;
  readonly children: ComponentChildren;
}

/**
 * A button that is off at times and keeps the keyboard's focus then: from one that is disabled under it the browser takes
 * it, and the reader is back at the top of the page.
 */
export function SteadyButton({ isOff, onPress, host, children }: Props) {
  return (
    <button
      type="button"
      aria-disabled={isOff ? 'true' : undefined}
      onClick={isOff ? undefined : onPress}
      {...(host === undefined ? {} : { ref: host })}
    >
      {children}
    </button>
  );
}
