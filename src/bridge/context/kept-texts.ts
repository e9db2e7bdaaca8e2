/**
 * Whether texts may be kept until older ones are here, or until their line leads to somebody. It belongs to this process, and is asked only
 * where no other one keeps any: a text need not look for what is hardly ever there.
 */
export interface KeptTexts {
  /** Until it is known that there are none. */
  readonly mayStand: boolean;
  /** One is. */
  note(): void;
  noteNone(): void;
}

export function createKeptTexts(): KeptTexts {
  let mayStand = true;
  return {
    get mayStand() {
      return mayStand;
    },
    note: () => {
      mayStand = true;
    },
    noteNone: () => {
      mayStand = false;
    },
  };
}
