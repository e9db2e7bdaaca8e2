/** A connection over which both sides talk (a WebSocket), through the site's proxy where it has one. It never comes back by itself. */
import { type Dispatcher, WebSocket } from "undici";

export interface Connection {
  /** Once it is open; before and after, it is lost. */
  send(text: string): void;
  /** Nothing is heard of it after this. */
  close(): void;
}

export interface Hearing {
  readonly message: (text: string) => void;
  /** It never came about, or is gone, whoever ended it. Once. */
  readonly closed: () => void;
}

/** Does not throw. */
export type Connect = (url: string, hearing: Hearing) => Connection;

/** Connects through a dispatcher, which belongs to whoever made it. */
export function createConnect(dispatcher: Dispatcher): Connect {
  return (url, hearing) => {
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      hearing.closed();
    };
    const socket = open(url, dispatcher);
    if (socket === null) {
      queueMicrotask(end);
      return {
        send() {},
        close() {
          isOver = true;
        },
      };
    }
    socket.addEventListener("message", ({ data }) => {
      if (!isOver && typeof data === "string") hearing.message(data);
    });
    socket.addEventListener("close", end);
    // Without a listener it would end the process.
    socket.addEventListener("error", end);
    return {
      send(text) {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close() {
        isOver = true;
        socket.close();
      },
    };
  };
}

/** Null for what is no address of one. */
function open(url: string, dispatcher: Dispatcher): WebSocket | null {
  try {
    return new WebSocket(url, { dispatcher });
  } catch {
    return null;
  }
}
