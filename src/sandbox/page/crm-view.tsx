/** Whether this window shows the CRM, and whose records in it: also other panes lead there. */
import { createContext } from "preact";
import { useContext, useEffect, useMemo, useRef } from "preact/hooks";
import type { FollowScene } from "./follow-scene.tsx";
import { usePreference, useRemembered } from "./memory.tsx";

export interface CrmView {
  readonly open: boolean;
  /** A contact's id; one that is not there for none. */
  readonly contact: string;
  /** It was opened or folded by its button: then the focus goes on from there. */
  readonly toggled: boolean;
  toggle(): void;
  choose(contact: string): void;
  /** Opens it, at this contact. */
  show(contact: string): void;
}

export const CrmViewContext = createContext<CrmView | null>(null);

export function useCrmView(): CrmView {
  const view = useContext(CrmViewContext);
  if (view === null) throw new Error("There is no CRM here.");
  return view;
}

/** For the page as a whole. */
export function useCrmViewing({ place }: FollowScene): CrmView {
  const [stored, store] = usePreference("crm", "closed");
  const [contact, choose] = useRemembered("crm-contact", "");
  const toggled = useRef(false);
  const open = stored === "open";
  useEffect(() => {
    if (place?.contact == null) return;
    toggled.current = false;
    choose(place.contact);
    store("open");
  }, [place?.contact]);
  return useMemo(
    () => ({
      open,
      contact,
      toggled: toggled.current,
      toggle() {
        toggled.current = true;
        store(open ? "closed" : "open");
      },
      choose,
      show(id: string) {
        toggled.current = false;
        choose(id);
        store("open");
      },
    }),
    [open, contact, choose, store],
  );
}
