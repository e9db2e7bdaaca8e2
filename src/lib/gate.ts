/** Whoever comes before it is opened waits; afterwards everyone passes at once. */
export interface Gate {
  pass(): Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { pass: () => opened, open };
}
