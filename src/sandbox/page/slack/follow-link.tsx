import { useCallback } from "preact/hooks";
import { useWorld } from "../world.tsx";
import { useDesk } from "./desk.tsx";

const PERMALINK = /\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/;

/** Opens what a link to a message names, as Slack's client does with its own links. */
export function useFollow(): (url: string) => boolean {
  const { slack } = useWorld();
  const desk = useDesk();
  const { openThread } = desk;
  return useCallback(
    (given: string) => {
      if (!URL.canParse(given)) return false;
      const url = new URL(given);
      const [, channel = "", seconds = "", micros = ""] = PERMALINK.exec(url.pathname) ?? [];
      if (!slack.channels.some(({ id }) => id === channel)) return false;
      openThread(channel, url.searchParams.get("thread_ts") ?? `${seconds}.${micros}`);
      return true;
    },
    [slack.channels, openThread],
  );
}
