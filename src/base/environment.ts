/** An environment for a process of ours, without what looks like a secret: none of them has a use for one. */
export function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/KEY|TOKEN|SECRET|PASSWORD/i.test(name)));
}
