/** Pages `from` … `to` − 1, as `modelPages` counts them. */
export interface PageRange {
  readonly from: number;
  readonly to: number;
}
