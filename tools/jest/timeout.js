// @ts-check
/** Sets the timeout of each test to what jest.config.js says for its stage. */
jest.setTimeout(Reflect.get(globalThis, "SECONDS_PER_TEST") * 1000);
