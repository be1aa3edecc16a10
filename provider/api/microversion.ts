/** Microversions are two numbers, not a decimal fraction: 2.9 is older than 2.10. */

/** Negative, zero or positive as `left` is older than, the same as or newer than `right`. */
export function compareMicroversions(left: string, right: string): number {
    const [leftMajor, leftMinor] = numbers(left);
    const [rightMajor, rightMinor] = numbers(right);
    return leftMajor - rightMajor || leftMinor - rightMinor;
}

function numbers(microversion: string): [number, number] {
    const [major, minor] = microversion.split(".");
    return [Number(major), Number(minor ?? 0)];
}
