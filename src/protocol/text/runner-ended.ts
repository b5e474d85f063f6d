/**
 * What is said of a search whose runner ended while it was under way: the same sentence whether the runner was stopped or
 * died, and whether the runner, the next one or a window that lost it says so.
 */
export const RUNNER_ENDED = "The end of its runner interrupted this search; it can be resumed";
