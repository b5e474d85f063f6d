/**
 * Milliseconds that a test waits for something that takes seconds at most: a machine may have much else to do, and whatever
 * waits longer than that waits in vain.
 */
export const PATIENCE = 120_000;
