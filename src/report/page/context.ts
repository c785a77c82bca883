import { createContext } from 'preact';
import type { Chart, Drawing } from '../charts/chart.ts';

/** Draws a chart into an empty element; the returned function removes it. */
export type DrawChart = (host: HTMLElement, chart: Chart, drawing: Drawing) => () => void;

/** How charts are drawn; undefined in Node, where the page is only text. */
export const DrawContext = createContext<DrawChart | undefined>(undefined);
