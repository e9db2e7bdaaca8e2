/**
 * Makes a picture fit where it is to go: into so many bytes, as a type that is taken there. What it tells of where and when it was taken
 * does not go along. One at a time: a large one takes much memory.
 */
import sharp, { type Sharp } from "sharp";
import { isBarePicture } from "./bare-picture.ts";
import { createTurns } from "./in-turn.ts";

export interface Fitting {
  /** What it is said to be; what it is decides. */
  readonly contentType: string;
  /** Bytes. */
  readonly most: number;
  /** Internet media types that are taken, `image/*` for all of a kind; absent: any. */
  readonly types?: readonly string[];
}

export interface FittedPicture {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** It shows less than it did, because it was too large. */
  readonly isSmaller: boolean;
}

type Form = "jpeg" | "png" | "webp" | "gif";

interface Read {
  readonly bytes: Buffer;
  readonly form: Form | null;
  readonly isMoving: boolean;
  /** As it is looked at: the longer side. Pixels. */
  readonly longest: number;
}

/** A few bytes may say that they are a picture of billions. */
const mostPixels = 64_000_000;
const withinSeconds = 60;
/** A picture of a phone's at this one looks the same. */
const fine = 88;
const plain = 76;
/** Beneath it nothing can be seen. Pixels. */
const leastSide = 24;
const mostTries = 10;

const turns = createTurns();

sharp.concurrency(1);
sharp.cache(false);

/**
 * Null for what is no picture that can be read here, HEIC among it, and for one that can't be made to fit. Does not throw.
 * One that moves stays as it is where it fits.
 */
export async function fitPicture(bytes: Buffer, fitting: Fitting): Promise<FittedPicture | null> {
  return await turns.take("picture", async () => {
    try {
      const picture = await read(bytes);
      return picture === null ? null : await fitRead(picture, fitting);
    } catch {
      return null;
    }
  });
}

async function read(bytes: Buffer): Promise<Read | null> {
  const said = await open(bytes, false).metadata();
  const { format, compression, pages = 1, autoOrient } = said;
  const isReadable = format === "tiff" || (format === "heif" && compression === "av1");
  if (!isForm(format) && !isReadable) return null;
  // Of one that moves it is all pages together that count against the limit, once it is drawn.
  return {
    bytes,
    form: isForm(format) ? format : null,
    isMoving: pages > 1 && (format === "gif" || format === "webp"),
    longest: Math.max(autoOrient.width, autoOrient.height),
  };
}

function isForm(format: string | undefined): format is Form {
  return format === "jpeg" || format === "png" || format === "webp" || format === "gif";
}

function open(bytes: Buffer, isMoving: boolean): Sharp {
  // Phones write pictures that are read with a warning.
  return sharp(bytes, { limitInputPixels: mostPixels, failOn: "error", animated: isMoving });
}

async function fitRead(picture: Read, fitting: Fitting): Promise<FittedPicture | null> {
  const { bytes, form, isMoving } = picture;
  const isTaken = form !== null && takes(fitting, form);
  if (isTaken && bytes.length <= fitting.most && staysAsItIs(picture, form)) {
    // A picture that can't be drawn is none.
    await open(bytes, false).resize(8, 8, { fit: "fill" }).raw().toBuffer();
    return { bytes, contentType: `image/${form}`, isSmaller: false };
  }
  if (isMoving) return await shrink(picture, fitting, isTaken ? form : "gif");
  if (isTaken && bytes.length <= fitting.most) {
    const whole = await draw(picture, form, picture.longest, fine);
    if (whole.length <= fitting.most) return { bytes: whole, contentType: `image/${form}`, isSmaller: false };
  }
  return await shrink(picture, fitting, smallForm(picture, fitting));
}

function staysAsItIs({ bytes }: Read, form: Form): boolean {
  return form === "gif" || isBarePicture(bytes, form);
}

/** A photograph is smallest as a JPEG. */
function smallForm({ form }: Read, fitting: Fitting): Form {
  return takes(fitting, "jpeg") || form === null ? "jpeg" : form;
}

function takes({ types }: Fitting, form: Form): boolean {
  return types === undefined || types.some((type) => type === `image/${form}` || type === "image/*");
}

/** Less and less of it, until it fits: by as much as the last try was too large. */
async function shrink(picture: Read, fitting: Fitting, form: Form): Promise<FittedPicture | null> {
  if (!takes(fitting, form)) return null;
  let longest = picture.longest;
  for (let tries = 0; tries < mostTries && (tries === 0 || longest >= leastSide); tries += 1) {
    const bytes = await draw(picture, form, longest, tries === 0 ? fine : plain);
    const isSmaller = tries > 0 || picture.bytes.length > fitting.most;
    if (bytes.length <= fitting.most) return { bytes, contentType: `image/${form}`, isSmaller };
    // The second try may do with being drawn less finely.
    const by = Math.sqrt(fitting.most / bytes.length);
    if (tries > 0 || by < 0.8) longest = Math.floor(longest * Math.min(0.9, by * 0.97));
  }
  return null;
}

async function draw(
  { bytes, isMoving, longest: whole }: Read,
  form: Form,
  longest: number,
  quality: number,
): Promise<Buffer> {
  const opened = open(bytes, isMoving).timeout({ seconds: withinSeconds });
  const upright = isMoving ? opened : opened.autoOrient();
  const sized =
    longest < whole ? upright.resize(longest, longest, { fit: "inside", withoutEnlargement: true }) : upright;
  switch (form) {
    case "jpeg":
      return await sized.flatten({ background: "#ffffff" }).jpeg({ quality }).toBuffer();
    case "png":
      return await sized.png().toBuffer();
    case "webp":
      return await sized.webp({ quality }).toBuffer();
    case "gif":
      return await sized.gif().toBuffer();
  }
}
