/** With zeros up to so many bytes. */
export function padded(content: Buffer, size = content.length): Buffer {
  return Buffer.concat([content, Buffer.alloc(Math.max(0, size - content.length))]);
}
