/** A text for a notification, which makes links of `[text](command:…)`: messages quote what files and servers say. */
export function withoutLinks(text: string): string {
  return text.replaceAll("](", "] (");
}
