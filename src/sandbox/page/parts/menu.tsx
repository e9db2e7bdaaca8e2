import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export interface MenuItem {
  readonly label: string;
  readonly hint?: string;
  readonly danger?: boolean;
  readonly act: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly class?: string;
  readonly button: ComponentChildren;
  readonly items: readonly MenuItem[];
  /** Its button does nothing now. It keeps the focus. */
  readonly isBusy?: boolean;
}

const MENU_ROOM = 260;

/** A button that opens a list of choices; arrows move, Escape closes and gives the focus back. */
export function Menu({ label, button, items, isBusy = false, ...rest }: MenuProps): JSX.Element {
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (refocus: boolean) => {
    setPlace(null);
    if (refocus) opener.current?.focus();
  };
  const open = () => {
    const box = opener.current?.getBoundingClientRect();
    if (box === undefined) return;
    const height = items.length * 44 + 16;
    const below = box.bottom + height < window.innerHeight;
    setPlace({
      left: Math.max(8, Math.min(box.left, window.innerWidth - MENU_ROOM - 8)),
      top: below ? box.bottom + 4 : Math.max(8, box.top - height),
    });
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        class={rest.class ?? "icon-button"}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={place !== null}
        aria-disabled={isBusy}
        onClick={() => {
          if (place !== null) close(true);
          else if (!isBusy) open();
        }}
      >
        {button}
      </button>
      {place !== null && <MenuList label={label} items={items} place={place} close={close} />}
    </>
  );
}

interface MenuListProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly place: { left: number; top: number };
  readonly close: (refocus: boolean) => void;
}

function MenuList({ label, items, place, close }: MenuListProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    choices(box.current)[0]?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === true) return;
      close(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, []);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = choices(box.current);
    const at = all.findIndex((choice) => choice.matches(":focus"));
    all.at((at + step + all.length) % all.length)?.focus();
  };
  return (
    // The menu's own place is known only when it opens.
    <div
      ref={box}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      class="menu"
      style={{ left: `${place.left}px`, top: `${place.top}px` }}
      onKeyDown={keys}
    >
      {items.map((item) => (
        <button
          type="button"
          role="menuitem"
          key={item.label}
          class={item.danger === true ? "menu-danger" : ""}
          onClick={() => {
            close(true);
            item.act();
          }}
        >
          <span>{item.label}</span>
          {item.hint !== undefined && <small>{item.hint}</small>}
        </button>
      ))}
    </div>
  );
}

function choices(box: HTMLElement | null): HTMLElement[] {
  return [...(box?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
}
