import { describe, expect, it } from "vitest";
import { viewLimits } from "../../../src/contract/view-limits.ts";
import { isAccepted } from "../../../src/view/components/upload/accepted.ts";
import { fileIn, refusalOf } from "../../../src/view/components/upload/read.ts";

describe("accept", () => {
  const photo = { name: "Photo.JPG", type: "image/jpeg" };

  it.each(["", " , ", ".jpg", "image/*", "IMAGE/JPEG", ".csv, image/*", "*", "*/*"])("%j takes a photo", (accept) => {
    expect(isAccepted(photo, accept)).toBe(true);
  });

  it.each([".png", "image/png", "text/*", ".csv, application/json", "jpg"])("%j does not", (accept) => {
    expect(isAccepted(photo, accept)).toBe(false);
  });
});

it("a type that the browser does not know is no reason to refuse a file", () => {
  expect(isAccepted({ name: "data", type: "" }, "text/csv")).toBe(true);
  expect(isAccepted({ name: "data", type: "" }, ".csv")).toBe(false);
});

describe("a file that is not taken", () => {
  const file = (size: number) => ({ name: "data.csv", type: "text/csv", size });

  it("is told by its name and by what would be taken", () => {
    expect(refusalOf(file(1), { accept: "image/*", max_bytes: 10 })).toBe(
      "data.csv cannot be taken here. Choose one of: image files.",
    );
  });

  it("is too large by one byte, and says both sizes", () => {
    expect(refusalOf(file(2_000), { accept: "", max_bytes: 2_000 })).toBe(null);
    expect(refusalOf(file(2_001), { accept: "", max_bytes: 2_000 })).toMatch(
      /2.?001 bytes, and 2.?000 bytes is the most/,
    );
    expect(refusalOf(file(2_500_000), { accept: "", max_bytes: 2_000 })).toMatch(/2.5 MB, and 2 kB is the most/);
  });

  it("is never larger than a call can carry, whatever the document says", () => {
    expect(refusalOf(file(viewLimits.uploadBytes + 1), { accept: "", max_bytes: 10_000_000 })).toMatch(/too large/);
  });
});

it("a value that came from elsewhere is told as what it is", () => {
  expect(fileIn(null)).toBe(null);
  expect(fileIn({ name: "a.csv", bytes: 3 })).toEqual({ name: "a.csv", bytes: 3 });
  expect(fileIn("text")).toEqual({ name: "This is no file", bytes: null });
  expect(fileIn({})).toEqual({ name: "A file without a name", bytes: null });
});
