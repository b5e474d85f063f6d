/** A program that does nothing for some seconds: a runner that does not come up. */
setTimeout(() => {}, 4000);
