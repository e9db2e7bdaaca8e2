/** Keeps what a carrier tells us (law 2): resolves once it is on the disk, or written down as owed. */
import type { Context } from "../context/context.ts";
import type { CarrierEvent } from "../contracts/carrier-events.ts";
import { keepBehindMissed } from "../conversations/keep-behind-missed.ts";
import { receiveElsewhere } from "../conversations/receive-elsewhere.ts";
import { receiveSms } from "../conversations/receive-sms.ts";
import { receiveReport } from "../messages/receive-report.ts";
import { enqueueConsentList, enqueueConsents } from "../outbox/consent-kinds.ts";
import { enqueueLook } from "../outbox/look-kind.ts";
import { joinTextOf } from "../shared-inbox/join-thread.ts";
import { takeThreadNote } from "../shared-inbox/take-note.ts";
import { takeThread } from "../shared-inbox/take-thread.ts";
import { noticeUnknownText } from "./older-copy.ts";

export async function takeIn(ctx: Context, carrier: string, event: CarrierEvent): Promise<void> {
  switch (event.kind) {
    case "text":
      if (event.isPerhapsListed) return await keepBehindMissed(ctx, carrier, event);
      await receiveSms(ctx, carrier, event);
      await joinTextOf(ctx, carrier, event);
      return;
    case "status":
      if (!(await receiveReport(ctx, carrier, event))) await noticeUnknownText(ctx, carrier, event);
      return;
    case "elsewhere":
      // First: whose it is may depend on it.
      await noticeUnknownText(ctx, carrier, event);
      await receiveElsewhere(ctx, carrier, event);
      await joinTextOf(ctx, carrier, event);
      return;
    case "thread":
      await takeThread(ctx, carrier, event);
      return;
    case "thread_note":
      await takeThreadNote(ctx, carrier, event);
      return;
    case "unreadable":
      ctx.count("records_unreadable");
      ctx.log.error(
        { carrier, carrierMessageId: event.carrierMessageId },
        "a record of the carrier's list can't be read; look it up there: it may be a text that nobody has seen",
      );
      return;
    case "consents": {
      const of = { carrier, ...(event.login === undefined ? {} : { login: event.login }) };
      if (event.contacts === undefined) await enqueueConsentList(ctx, of);
      else await enqueueConsents(ctx, of, event.contacts);
      return;
    }
    case "look":
      await enqueueLook(ctx, carrier, event.login);
  }
}
