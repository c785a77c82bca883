import { count } from '../numbers.ts';
import { SteadyButton } from './steady-button.tsx';

/** Four times as many rows at each press. It stays when all are shown, for the sake of whoever has pressed it by keyboard. */
export function ShowMore({
  total,
  most,
  onMost,
}: {
  readonly total: number;
  /** Rows that are shown, if there are so many. */
  readonly most: number;
  readonly onMost: (most: number) => void;
}) {
  const more = Math.min(total, most * 4) - most;
  return (
    <SteadyButton isOff={more <= 0} onPress={() => onMost(most * 4)}>
      {more <= 0 ? `All ${count(total)} are shown` : `Show ${count(more)} more of ${count(total)}`}
    </SteadyButton>
  );
}
