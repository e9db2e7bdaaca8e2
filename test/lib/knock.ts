import { connect } from "node:net";

/** This computer too, by another name than 127.0.0.1: who listens on that one alone does not hear it. */
export const otherLoopback = "127.0.0.2";

/** Whether somebody listens there. */
export function knock(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
