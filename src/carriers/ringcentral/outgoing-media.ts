/** Files that leave with a text. */
import { randomBytes } from "node:crypto";
import type { MediaLimits, OutgoingMedia } from "../../bridge/contracts/carrier-media.ts";

export const mediaLimits: MediaLimits = {
  files: 10,
  bytes: 1_500_000,
  types: [
    ...["image/*", "video/*", "audio/*"],
    ...["text/vcard", "text/x-vcard", "text/plain", "text/html", "text/csv", "text/calendar", "text/rtf"],
    ...["application/pdf", "application/rtf", "application/zip", "application/gzip"],
  ],
  byAddress: false,
};

export interface FormParts {
  /** What the first part is called, and what is in it. */
  readonly json: { readonly name: string; readonly content: unknown };
  /** What the parts behind it are called. */
  readonly fileName: string;
  readonly files: readonly OutgoingMedia[];
}

/** A form of several parts, the JSON first. Rejects where a file is gone. */
export async function writeForm({ json, fileName, files }: FormParts) {
  const boundary = `threadline-${randomBytes(16).toString("hex")}`;
  const pieces: Buffer[] = [];
  const part = (headers: readonly string[], content: Buffer) => {
    pieces.push(
      Buffer.from(`--${boundary}\r\n${headers.join("\r\n")}\r\n\r\n`),
      content,
      Buffer.from("\r\n"),
    );
  };
  part(
    [
      `Content-Disposition: form-data; name="${json.name}"; filename="request.json"`,
      "Content-Type: application/json",
    ],
    Buffer.from(JSON.stringify(json.content)),
  );
  for (const file of files)
    part(
      [
        `Content-Disposition: form-data; name="${fileName}"; filename="${quotable(file.name)}"`,
        `Content-Type: ${headerSafe(file.contentType)}`,
      ],
      await file.read(),
    );
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(pieces) };
}

/** As browsers write a file's name there. */
function quotable(name: string): string {
  return name.replace(/[\r\n]+/g, " ").replaceAll('"', "%22");
}

function headerSafe(contentType: string): string {
  return contentType.replace(/[^\x20-\x7e]+/g, "");
}
