import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { panelHtml } from "../../../../src/extension/panel/panel-html.ts";

const page = {
  title: 'llama "7b" <30 %>',
  script: "https://resource/panel.js",
  style: "https://resource/panel.css",
  source: "https://*.vscode-cdn.net",
  nonce: "abc123",
  state: { searches: ['"><script>alert(1)</script>'] },
};

describe("panelHtml", () => {
  it("lets no script in but the one with the nonce", () => {
    const html = panelHtml(page);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
    assert.match(policy ?? "", /^default-src 'none'; /);
    assert.match(policy ?? "", /script-src 'nonce-abc123'$/);
    assert.doesNotMatch(policy ?? "", /unsafe/);
    assert.equal(html.match(/<script/g)?.length, 1);
  });

  it("keeps a title and a state from becoming markup", () => {
    const html = panelHtml(page);
    assert.match(html, /<title>llama &quot;7b&quot; &lt;30 %&gt;<\/title>/);
    assert.doesNotMatch(html, /alert\(1\)<\/script>/);
  });
});
