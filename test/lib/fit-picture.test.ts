import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { expect, it } from "vitest";
import { fitPicture } from "../../src/lib/fit-picture.ts";

const roomy = { contentType: "image/jpeg", most: 5_000_000 };
const phones = ["image/jpeg", "image/png", "image/gif"];

/** Where it was taken, as phones write it. */
const taken = { IFD0: { Make: "SomePhone" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1" } };

/** The left half red, the right one blue. */
function flag(width = 40, height = 20) {
  const half = { create: { width: width / 2, height, channels: 3 as const, background: "#ff0000" } };
  return sharp({ create: { width, height, channels: 3, background: "#0000ff" } }).composite([
    { input: half, left: 0, top: 0 },
  ]);
}

/** It can't be compressed. */
function noise(width: number, height: number, channels: 3 | 4 = 3) {
  return sharp(randomBytes(width * height * channels), { raw: { width, height, channels } });
}

async function moving(frames: number, side: number): Promise<Buffer> {
  const drawn = Array.from({ length: frames }, () => noise(side, side).png().toBuffer());
  return await sharp(await Promise.all(drawn), { join: { animated: true } })
    .gif({ loop: 0, delay: drawn.map(() => 100) })
    .toBuffer();
}

async function colourAt(bytes: Buffer, left: number, top: number): Promise<string> {
  const { data, info } = await sharp(bytes)
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [red = 0, green = 0, blue = 0] = data.subarray(0, info.channels);
  if (red > 200 && green > 200 && blue > 200) return "white";
  return red > 200 ? "red" : blue > 200 ? "blue" : "another";
}

it.each(["jpeg", "png", "webp", "gif"] as const)("leaves a bare %s that fits as it is", async (form) => {
  const bytes = await flag().toFormat(form).toBuffer();
  const contentType = `image/${form}`;
  expect(await fitPicture(bytes, { contentType, most: 5_000_000 })).toEqual({
    bytes,
    contentType,
    isSmaller: false,
  });
});

it.each(["jpeg", "png", "webp"] as const)("takes out of a %s where it was taken", async (form) => {
  const bytes = await flag().withExif(taken).toFormat(form).toBuffer();
  expect((await sharp(bytes).metadata()).exif).toBeDefined();
  const fitted = await fitPicture(bytes, { ...roomy, contentType: `image/${form}` });
  expect(fitted).toMatchObject({ contentType: `image/${form}`, isSmaller: false });
  const { exif, xmp, width, height } = await sharp(fitted?.bytes).metadata();
  expect({ exif, xmp, width, height }).toEqual({ exif: undefined, xmp: undefined, width: 40, height: 20 });
});

it("takes out what is written beside a picture, or behind its end", async () => {
  const jpeg = await flag().jpeg().toBuffer();
  const png = await flag().png().toBuffer();
  const webp = await flag().webp().toBuffer();
  const comment = Buffer.from("\xff\xfe\0\x0dSome Street", "latin1");
  const text = await flag()
    .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'>Some Street</x:xmpmeta>")
    .jpeg()
    .toBuffer();
  const told = [
    Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]),
    Buffer.concat([jpeg, Buffer.from("Some Street")]),
    Buffer.concat([png, Buffer.from("Some Street")]),
    Buffer.concat([webp, Buffer.from("Some Street")]),
    text,
  ];
  for (const bytes of told) {
    expect(bytes.includes("Some Street")).toBe(true);
    const fitted = await fitPicture(bytes, roomy);
    expect(fitted).toMatchObject({ isSmaller: false });
    expect(fitted?.bytes.includes("Some Street")).toBe(false);
  }
});

it("draws a picture as it is looked at, when it takes out how it was held", async () => {
  const bytes = await flag().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const fitted = await fitPicture(bytes, roomy);
  const { width, height, orientation } = await sharp(fitted?.bytes).metadata();
  expect({ width, height, orientation }).toEqual({ width: 20, height: 40, orientation: undefined });
  const colours = [
    await colourAt(fitted?.bytes as Buffer, 10, 5),
    await colourAt(fitted?.bytes as Buffer, 10, 35),
  ];
  expect(colours).toEqual(["red", "blue"]);
});

it("makes a picture smaller until it fits", async () => {
  for (const form of ["jpeg", "png", "webp"] as const) {
    const bytes = await noise(350, 250).toFormat(form).toBuffer();
    for (const most of [40_000, 4_000]) {
      expect(bytes.length).toBeGreaterThan(most);
      const fitted = await fitPicture(bytes, { contentType: `image/${form}`, most, types: phones });
      expect(fitted).toMatchObject({ contentType: "image/jpeg", isSmaller: true });
      expect(fitted?.bytes.length).toBeLessThanOrEqual(most);
      const { width = 0, height = 0 } = await sharp(fitted?.bytes).metadata();
      expect(width / height).toBeCloseTo(7 / 5, 0);
    }
  }
});

it("does not throw away more than it has to", async () => {
  const bytes = await noise(700, 500).jpeg({ quality: 100 }).toBuffer();
  const fitted = await fitPicture(bytes, { ...roomy, most: bytes.length - 1 });
  expect(await sharp(fitted?.bytes).metadata()).toMatchObject({ width: 700, height: 500 });
});

it("makes a JPEG of what is not taken", async () => {
  for (const form of ["webp", "tiff", "avif"] as const) {
    const bytes = await flag().withExif(taken).toFormat(form).toBuffer();
    const fitted = await fitPicture(bytes, { contentType: `image/${form}`, most: 5_000_000, types: phones });
    expect(fitted).toMatchObject({ contentType: "image/jpeg", isSmaller: false });
    expect((await sharp(fitted?.bytes).metadata()).exif).toBeUndefined();
  }
});

it("makes a JPEG of what telephones do not show, even where it is taken", async () => {
  const bytes = await flag().tiff().toBuffer();
  const fitted = await fitPicture(bytes, { contentType: "image/tiff", most: 5_000_000, types: ["image/*"] });
  expect(fitted).toMatchObject({ contentType: "image/jpeg", isSmaller: false });
});

it("puts white behind what can be seen through, where it has to", async () => {
  const clear = { create: { width: 20, height: 20, channels: 4 as const, background: "#00000000" } };
  const bytes = await sharp(clear).webp().toBuffer();
  const fitted = await fitPicture(bytes, { ...roomy, types: phones });
  expect(await colourAt(fitted?.bytes as Buffer, 10, 10)).toBe("white");
  const kept = await fitPicture(await noise(300, 300, 4).png().toBuffer(), {
    contentType: "image/png",
    most: 50_000,
    types: ["image/png"],
  });
  expect(kept).toMatchObject({ contentType: "image/png", isSmaller: true });
  expect((await sharp(kept?.bytes).metadata()).hasAlpha).toBe(true);
});

it("lets a picture that moves move on", async () => {
  const bytes = await moving(3, 60);
  expect(await fitPicture(bytes, roomy)).toEqual({ bytes, contentType: "image/gif", isSmaller: false });
  const fitted = await fitPicture(bytes, { ...roomy, most: 8_000, types: phones });
  expect(bytes.length).toBeGreaterThan(8_000);
  expect(fitted).toMatchObject({ contentType: "image/gif", isSmaller: true });
  expect(fitted?.bytes.length).toBeLessThanOrEqual(8_000);
  expect((await sharp(fitted?.bytes).metadata()).pages).toBe(3);
  const webp = await sharp(bytes, { animated: true }).webp().toBuffer();
  const changed = await fitPicture(webp, { ...roomy, types: phones });
  expect(changed).toMatchObject({ contentType: "image/gif", isSmaller: false });
  expect((await sharp(changed?.bytes).metadata()).pages).toBe(3);
});

it("takes out of a picture that moves where it was taken", async () => {
  const bytes = await sharp(await moving(3, 20), { animated: true })
    .withExif(taken)
    .webp()
    .toBuffer();
  expect((await sharp(bytes).metadata()).exif).toBeDefined();
  const fitted = await fitPicture(bytes, { ...roomy, contentType: "image/webp" });
  expect(fitted).toMatchObject({ contentType: "image/webp", isSmaller: false });
  const { exif, pages } = await sharp(fitted?.bytes).metadata();
  expect({ exif, pages }).toEqual({ exif: undefined, pages: 3 });
  const bare = fitted?.bytes as Buffer;
  expect((await fitPicture(bare, { ...roomy, contentType: "image/webp" }))?.bytes).toBe(bare);
});

it("says nothing but no to what is no picture, is broken, or can't be made to fit", async () => {
  const jpeg = await noise(200, 200).jpeg().toBuffer();
  const gif = await flag().gif().toBuffer();
  const heic = Buffer.concat([Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"), randomBytes(400)]);
  const drawing = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`);
  const broken = [Buffer.alloc(0), randomBytes(500), heic, drawing, jpeg.subarray(0, 900)];
  for (const bytes of broken) expect(await fitPicture(bytes, roomy)).toBeNull();
  expect(await fitPicture(jpeg, { ...roomy, most: 50 })).toBeNull();
  expect(await fitPicture(gif, { ...roomy, types: ["application/pdf"] })).toBeNull();
});

it("refuses a picture of very many points before it draws it", async () => {
  const [width, height] = [8_125, 8_000];
  const vast = sharp(Buffer.alloc(width * height), { raw: { width, height, channels: 1 } });
  const bytes = await vast.png({ compressionLevel: 1 }).toBuffer();
  expect(bytes.length).toBeLessThan((width * height) / 20);
  expect(await fitPicture(bytes, roomy)).toBeNull();
});
