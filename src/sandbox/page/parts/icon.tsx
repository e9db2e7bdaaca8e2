import type { JSX } from "preact";

/** Drawn with strokes on a field of 16; what an icon means is said by the label of whoever uses it. */
const PATHS = {
  lock: "M5 7V5a3 3 0 0 1 6 0v2M4 7h8v6H4z",
  thread: "M3 3h10v7H8l-3 3v-3H3z",
  plus: "M8 3v10M3 8h10",
  send: "M3 3l11 5-11 5 2-5z",
  smile: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M5.7 9.3c1.2 1.8 3.4 1.8 4.6 0M6.2 6.3v.4M9.8 6.3v.4",
  dots: "M3.5 8h.1M8 8h.1M12.5 8h.1",
  cross: "M4 4l8 8M12 4l-8 8",
  home: "M3 8l5-5 5 5M5 7v6h6V7",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  eye: "M1.5 8C4 3.8 12 3.8 14.5 8C12 12.2 4 12.2 1.5 8M8 6.4a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2",
  bin: "M3 5h10M6 5V3h4v2M5 5l.5 8h5l.5-8",
  left: "M10 4L6 8l4 4",
  right: "M6 4l4 4-4 4",
  picture: "M2 3h12v10H2zM4 11l3-4 2 2 2-2 2 4",
  people:
    "M6 3.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4M2.5 13c0-4 7-4 7 0M11 4.5a1.8 1.8 0 0 1 0 3.4M11.5 9.6c1.4.4 2 1.5 2 3.4",
  app: "M4 4.5h8M4 8h6M4 11.5h4",
  bolt: "M9 2L4 9h4l-1 5 5-7H8z",
  play: "M5 3l8 5-8 5z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
