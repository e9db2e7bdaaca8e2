import { describe, expect, it } from "vitest";
import { fileKindOf, fileNames, labelOfType } from "../../src/domain/file-kind.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");
const ftyp = (brand: string) => bytes(`\0\0\0\x18ftyp${brand}\0\0\0\0`);
const tar = bytes(`${"name".padEnd(257, "\0")}ustar`);

describe("what a file is, by its first bytes", () => {
  it.each<[string, Buffer, string, "safe" | "unsafe"]>([
    ["a JPEG", bytes("\xff\xd8\xff\xe0\0\x10JFIF"), "jpg", "safe"],
    ["a PNG", bytes("\x89PNG\r\n\x1a\n\0\0"), "png", "safe"],
    ["a GIF", bytes("GIF89a..."), "gif", "safe"],
    ["a WebP", bytes("RIFF\0\0\0\0WEBPVP8 "), "webp", "safe"],
    ["an iPhone's picture", ftyp("heic"), "heic", "safe"],
    ["an MP4", ftyp("isom"), "mp4", "safe"],
    ["a 3GP", ftyp("3gp4"), "3gp", "safe"],
    ["a QuickTime film", ftyp("qt  "), "mov", "safe"],
    ["an M4A", ftyp("M4A "), "m4a", "safe"],
    ["an MP3 with a title", bytes("ID3\x03\0"), "mp3", "safe"],
    ["an MP3 without", bytes("\xff\xfb\x90\x64"), "mp3", "safe"],
    ["an AAC", bytes("\xff\xf1\x50\x80"), "aac", "safe"],
    ["an AMR", bytes("#!AMR\n<\x91"), "amr", "safe"],
    ["an Ogg", bytes("OggS\0\x02"), "ogg", "safe"],
    ["a WAV", bytes("RIFF\0\0\0\0WAVEfmt "), "wav", "safe"],
    ["a PDF", bytes("%PDF-1.7\n"), "pdf", "safe"],
    ["a contact card", bytes("BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD"), "vcf", "safe"],
    ["a calendar entry", bytes("\xef\xbb\xbfBEGIN:VCALENDAR\r\n"), "ics", "safe"],
    ["a text", Buffer.from("Grüße aus Köln\n"), "txt", "safe"],
    ["a Word document", bytes("PK\x03\x04[Content_Types].xml word/document.xml"), "docx", "safe"],
    [
      "a Word document with macros",
      bytes("PK\x03\x04[Content_Types].xml word/vbaProject.bin"),
      "zip",
      "unsafe",
    ],
    ["a zip", bytes("PK\x03\x04\x14\0"), "zip", "unsafe"],
    ["a RAR", bytes("Rar!\x1a\x07\x01\0"), "rar", "unsafe"],
    ["a 7z", bytes("7z\xbc\xaf\x27\x1c"), "7z", "unsafe"],
    ["a gzip", bytes("\x1f\x8b\x08"), "gz", "unsafe"],
    ["a tar", tar, "tar", "unsafe"],
    ["a Windows program", bytes("MZ\x90\0"), "exe", "unsafe"],
    ["a Linux program", bytes("\x7fELF\x02"), "elf", "unsafe"],
    ["an old Office document", bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "ole", "unsafe"],
    ["a web page", bytes("\n<!DOCTYPE html><html>"), "html", "unsafe"],
    ["a drawing", bytes('<?xml version="1.0"?><svg onload="x">'), "svg", "unsafe"],
    ["an XML", bytes("<?xml version='1.0'?><a/>"), "xml", "unsafe"],
    ["a shell script", bytes("#!/bin/sh\nrm -rf /"), "txt", "unsafe"],
    ["a batch file", bytes("@echo off\r\n"), "txt", "unsafe"],
    ["a Visual Basic script", bytes('Set x = CreateObject("WScript.Shell")'), "txt", "unsafe"],
    ["nothing known", bytes("\0\x01\x02\x03"), "bin", "safe"],
    ["nothing", bytes(""), "bin", "safe"],
  ])("knows %s", (_, file, ending, nature) => {
    expect(fileKindOf(file)).toMatchObject({ ending, nature });
  });

  it("goes by no name and no type: a zip called a picture is a zip", () => {
    expect(fileKindOf(bytes("PK\x03\x04photo.jpg"))).toMatchObject({ label: "Archive", nature: "unsafe" });
  });
});

describe("what files are called", () => {
  const named = (label: string, ending: string | null, name: string | null = null) => ({
    label,
    ending,
    name,
  });

  it("numbers those of a kind where there are several", () => {
    const files = [named("Picture", "jpg"), named("Voice message", "amr"), named("Picture", "png")];
    expect(fileNames(files)).toEqual(["Picture 1.jpg", "Voice message.amr", "Picture 2.png"]);
  });

  it.each([
    ["invoice.pdf", "invoice.pdf"],
    ["photo.jpg.exe", "photo.jpg.pdf"],
    ["../../etc/passwd", "passwd.pdf"],
    ["C:\\temp\\a.txt", "a.pdf"],
    ["safe\u202efdp.exe", "safefdp.pdf"],
    ["...", "Document.pdf"],
    ["x".repeat(300), `${"x".repeat(60)}.pdf`],
  ])("takes a sender's name %s, with the ending of what it is", (name, shown) => {
    expect(fileNames([named("Document", "pdf", name)])).toEqual([shown]);
  });

  it.each([
    ["image/jpeg", "Picture"],
    ["VIDEO/mp4", "Video"],
    ["audio/amr", "Voice message"],
    ["text/x-vcard; charset=utf-8", "Contact card"],
    ["text/calendar", "Calendar entry"],
    ["application/pdf", "Document"],
    ["application/octet-stream", "File"],
  ])("calls %s that is not here yet a %s", (type, label) => expect(labelOfType(type)).toBe(label));
});
