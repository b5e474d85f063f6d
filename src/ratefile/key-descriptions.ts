/** What the keys of a rate file mean, in Markdown, for hovers and completions. */
export const keyDescriptions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    version: "Version of the file format: 1.",
    model: "Path of the Hugging Face model folder; a relative path starts at the file's own folder.",
    target:
      "Wanted mean pruning rate, 0 to below 1: removed / all prunable parameters. Without it the mean of the rates counts.",
    tolerance:
      "How far the mean may lie from the target, 0 to 1 (default 0.00001). The cost of one neuron is allowed in any case.",
    grid: "Every layer keeps a multiple of so many neurons, for example 256, so that its matrices have sizes that hardware likes.",
    text: "Path of the text that the file is measured on; a relative path starts at the file's own folder.",
    notes: "Anything you want to say of the file.",
    layers:
      "The layers with what is removed of each: an index, a range `2-5` or a list `0, 3, 8-11` to a rate, `drop` or `{ attention: …, mlp: … }`.",
  }),
);
