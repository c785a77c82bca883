import { useContext } from 'preact/hooks';
import { LinksContext } from './links.ts';
import { Name } from './parts.tsx';
import { usePageState } from './store.ts';

/** Selects a layout: it is marked everywhere, and may be kept or excluded. */
export function SelectLayout({ id }: { readonly id: string }) {
  const links = useContext(LinksContext);
  const [{ selected }] = usePageState();
  return (
    <label class="select needs-script">
      <input type="checkbox" checked={selected.includes(id)} onChange={() => links.pick([id])} />
      <span class="visually-hidden">
        Select <Name of={id} length={40} />
      </span>
    </label>
  );
}
