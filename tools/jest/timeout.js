// @ts-check
/** Sets the timeout of each test to the one of its stage in jest.config.js. */
jest.setTimeout(Reflect.get(globalThis, "SECONDS_PER_TEST") * 1000);
