/** A search of the workspace's copy of the sample that takes about a second, as `Start Search…` takes it. */
export const quickSearch = {
  model: "stories260K",
  text: "texts/stories.search.jsonl",
  target: 0.4,
  device: "cpu",
  evolution: { population: 4, mutations: 2, crossovers: 2, generations: 1 },
  windows: { calibration: 4, search: 4 },
  protocol: { seqlen: 64 },
};

/** One that goes on until somebody ends it. */
export const endlessSearch = {
  ...quickSearch,
  evolution: { ...quickSearch.evolution, generations: 10_000 },
};
