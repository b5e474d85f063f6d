import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { distinctFiles, fileKey, isSameFile } from "../../../src/base/file-key.ts";

const name = fc.stringMatching(/^[\w -]{0,8}\w$/);

describe("whether two paths name the same file", () => {
  it("does not depend on the drive letter's case, the kind of slash or one at the end, on Windows", () => {
    fc.assert(
      fc.property(fc.constantFrom("c", "D"), fc.array(name), fc.boolean(), (drive, names, isLarge) => {
        const own = isLarge ? drive.toUpperCase() : drive.toLowerCase();
        const path = `${drive}:\\${names.join("\\")}`;
        const forms = [path, `${path}\\`, path.replaceAll("\\", "/"), `${own}${path.slice(1)}`];
        for (const form of forms) assert.ok(isSameFile(form, path, "win32"), form);
      }),
    );
    assert.ok(isSameFile("\\\\box\\share\\m", "//box/share/m/", "win32"));
    assert.equal(fileKey("c:\\", "win32"), "C:\\");
  });

  it("does depend on all else", () => {
    const different = [
      ["c:\\m", "d:\\m"],
      ["c:\\m", "c:\\m2"],
      ["c:\\m", "c:\\a\\m"],
    ] as const;
    for (const [one, other] of different) assert.equal(isSameFile(one, other, "win32"), false, one);
    assert.equal(isSameFile("/C:/m", "/c:/m", "linux"), false);
    assert.equal(isSameFile("/a\\b", "/a/b", "linux"), false);
    assert.equal(isSameFile("/M", "/m", "linux"), false);
  });

  it("ignores a slash at the end and doubled ones elsewhere, too", () => {
    assert.ok(isSameFile("/m/a/", "/m//a", "darwin"));
    assert.deepEqual([fileKey("/", "linux"), fileKey("/m/", "linux")], ["/", "/m"]);
  });

  it("is the same question for its own answer", () => {
    fc.assert(
      fc.property(fc.constantFrom("win32" as const, "linux" as const), fc.array(name), (platform, names) => {
        const key = fileKey(`/${names.join("/")}`, platform);
        assert.equal(fileKey(key, platform), key);
      }),
    );
  });
});

describe("files that are listed once", () => {
  it("stand as they were written first", () => {
    const paths = ["c:\\m", "C:\\n", "C:\\m\\", "c:/n"];
    assert.deepEqual(distinctFiles(paths, "win32"), ["c:\\m", "C:\\n"]);
  });
});
