import { createContext } from 'preact';
import type { Chart, Drawing } from '../charts/chart.ts';

/** A chart that stands in the page. */
export interface DrawnChart {
  /** Draws other data. */
  update(drawing: Drawing): void;
  /** As a picture that stands by itself: with title and subtitle, dark on white. */
  svg(): Promise<string>;
  remove(): void;
}

/** Draws a chart into an element, in place of what is in it, when its turn comes; then calls `onDrawn`. */
export type DrawChart = (host: HTMLElement, chart: Chart, drawing: Drawing, onDrawn: () => void) => DrawnChart;

/** How charts are drawn; undefined in Node, where the page is only text. */
export const DrawContext = createContext<DrawChart | undefined>(undefined);
