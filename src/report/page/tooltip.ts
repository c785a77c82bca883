import type { ShowTooltip } from './vega.ts';

/** One element for the tooltips of every chart; text only. What it says is in the tables and labels too. */
export function makeTooltip(document: Document): ShowTooltip {
  const element = document.createElement('div');
  element.className = 'tooltip';
  element.setAttribute('aria-hidden', 'true');
  document.body.append(element);
  return (event, text) => {
    element.classList.toggle('shown', text !== undefined);
    if (text === undefined) return;
    element.textContent = text;
    // Set through the object model: a policy without unsafe-inline forbids style attributes, not this.
    const { innerWidth, innerHeight } = window;
    const box = element.getBoundingClientRect();
    const right = event.clientX + 14 + box.width < innerWidth;
    const below = event.clientY + 14 + box.height < innerHeight;
    element.style.left = `${Math.max(4, right ? event.clientX + 14 : event.clientX - box.width - 10)}px`;
    element.style.top = `${Math.max(4, below ? event.clientY + 14 : event.clientY - box.height - 10)}px`;
  };
}
