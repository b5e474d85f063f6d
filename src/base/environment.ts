/** An environment for a process of ours, without what looks like a secret: none of them has a use for one. */
export function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isSecret(name)));
}

/** The same as changes, for who starts a process with changes to an environment: undefined takes a variable out. */
export function secretsTakenOut(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(environment).filter(isSecret);
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function isSecret(name: string): boolean {
  return /KEY|TOKEN|SECRET|PASSWORD/i.test(name);
}
