/** What the page of a panel is made of; the addresses as the webview sees them. */
export interface PanelPage {
  readonly title: string;
  readonly script: string;
  readonly style: string;
  /** Where the webview may load from, as VS Code says it. */
  readonly source: string;
  /** Fresh for each page: only a script that carries it runs. */
  readonly nonce: string;
  /** What the webview shows, as long as VS Code has kept nothing of it. */
  readonly state: object;
}

/** The page: nothing but our own script and style is let in, and nothing goes out. */
export function panelHtml({ title, script, style, source, nonce, state }: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `img-src ${source} data: blob:`,
    `font-src ${source}`,
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${escaped(style)}">
  <title>${escaped(title)}</title>
</head>
<body data-state="${escaped(JSON.stringify(state))}">
  <script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
