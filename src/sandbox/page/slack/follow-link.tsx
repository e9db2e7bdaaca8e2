import { useCallback } from "preact/hooks";
import type { CrmSide } from "../../page-api.ts";
import { useCrmView } from "../crm-view.tsx";
import { useWorld } from "../world.tsx";
import { useDesk } from "./desk.tsx";

const PERMALINK = /\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/;

/** Opens what a link to a message names, as Slack's client does with its own links; and whose record it is, beside it in the CRM. */
export function useFollow(): (url: string) => boolean {
  const { slack, crm } = useWorld();
  const { show } = useCrmView();
  const desk = useDesk();
  const { openThread } = desk;
  return useCallback(
    (given: string) => {
      if (!URL.canParse(given)) return false;
      const url = new URL(given);
      const [, channel = "", seconds = "", micros = ""] = PERMALINK.exec(url.pathname) ?? [];
      if (!slack.channels.some(({ id }) => id === channel)) {
        const contact = crm === null ? null : contactOf(crm, url);
        if (contact !== null) show(contact);
        return contact !== null;
      }
      openThread(channel, url.searchParams.get("thread_ts") ?? `${seconds}.${micros}`);
      return true;
    },
    [slack.channels, openThread, crm, show],
  );
}

/** A CRM's addresses hold the ids of what they show. */
function contactOf({ contacts, records }: CrmSide, { pathname, search }: URL): string | null {
  const pieces = `${pathname}${search}`.split(/[/?=&]/);
  const contact = contacts.find(({ id }) => pieces.includes(id));
  return contact?.id ?? records.find(({ id }) => pieces.includes(id))?.contact ?? null;
}
