import { useContext } from 'preact/hooks';
import { shown } from '../names.ts';
import { LinksContext } from './links.ts';
import { usePageState } from './store.ts';

/** Selects a layout: it is marked everywhere, and may be kept or excluded. */
export function SelectLayout({ id }: { readonly id: string }) {
  const links = useContext(LinksContext);
  const [{ selected }] = usePageState();
  return (
    <span class="select needs-script">
      <input
        type="checkbox"
        aria-label={`Select ${shown(id, 40)}`}
        checked={selected.includes(id)}
        onChange={() => links.pick([id])}
      />
    </span>
  );
}
