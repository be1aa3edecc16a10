/** The small readings: durations, addresses, references, the key of a rule. */
import { sameAddress, sameId, spellReference } from "../../../provider/arguments/argument-types";
import { parseDuration } from "../../../provider/arguments/durations";
import { hasUnknown, UNKNOWN } from "../../../provider/arguments/unknown";
import { names, spellLike } from "../../../provider/lifecycle/references";
import { keyOf } from "../../../provider/resources/security-group-rules";
import { hashedUserData, userDataIn } from "../../../provider/resources/server/guest-data";

test.each([
    ["90s", 90_000],
    ["10m", 600_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["250ms", 250],
    ["1h2m3s4ms", 3_723_004],
    [" 5m ", 300_000],
    ["0s", 0],
])("the duration %s is %d ms", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
});

test.each(["", "10", "m", "10 m", "10min", "-5m", "5m!", "1d", "ten minutes", "5m 3s"])("%j is no duration", (text) => {
    expect(parseDuration(text)).toBeUndefined();
});

test.each([
    ["10.0.0.1", "10.0.0.1", true],
    ["10.0.0.1", "10.0.0.2", false],
    ["2001:DB8:0:0::1", "2001:db8::1", true],
    ["::d4e:3", "::13.78.0.3", true],
    ["::ffff:102:304", "::ffff:1.2.3.4", true],
    ["::ffff:102:304", "::1.2.3.4", false],
    ["2001:db8::1", "2001:db8::2", false],
    ["fe80::1%eth0", "fe80::1%eth0", true],
    [undefined, undefined, true],
    [undefined, "10.0.0.1", false],
    ["not an address", "not an address", true],
])("%j and %j are the same address: %j", (one, other, same) => {
    expect(sameAddress(one, other)).toBe(same);
});

test.each([
    ["m1.small", "m1.small"],
    [{ id: "2" }, "2"],
    [{ name: "m1.small" }, "m1.small"],
    [undefined, "(default)"],
])("the reference %j is spelled %s", (reference, text) => {
    expect(spellReference(reference)).toBe(text);
});

const PIN = { id: "2", name: "m1.small" };

test.each([
    ["2", true],
    ["m1.small", true],
    [{ id: "2" }, true],
    [{ id: "m1.small" }, false],
    [{ name: "m1.small" }, true],
    [{ name: "2" }, false],
    ["m1.large", false],
    [undefined, false],
])("%j names the flavor m1.small with the id 2: %j", (reference, same) => {
    expect(names(reference, PIN)).toBe(same);
});

const OTHER = { id: "4", name: "m1.large" };

test.each([
    ["m1.small", "m1.large"],
    ["2", "4"],
    [{ id: "2" }, { id: "4" }],
    [{ name: "m1.small" }, { name: "m1.large" }],
    [undefined, "m1.large"],
])("another flavor is written as the program wrote the former: %j becomes %j", (former, written) => {
    expect(spellLike(former, PIN, OTHER)).toEqual(written);
});

test.each([
    [{ protocol: "tcp", port: 443, cidr: "0.0.0.0/0" }, "tcp 443 from 0.0.0.0/0"],
    [{ protocol: "tcp", fromPort: 443, toPort: 443, cidr: "0.0.0.0/0" }, "tcp 443 from 0.0.0.0/0"],
    [{ protocol: "udp", fromPort: 1, toPort: 9, group: "self" }, "udp 1-9 from group self"],
    [{ protocol: "tcp", cidr: "2001:DB8::/32" }, "tcp 1-65535 from 2001:db8::/32"],
    [{ protocol: "tcp", cidr: "10.0.0.5/8" }, "tcp 1-65535 from 10.0.0.0/8"],
    [{ protocol: "tcp", cidr: "fd00::5/8" }, "tcp 1-65535 from fd00::/8"],
    [{ protocol: "icmp", cidr: "::/0" }, "icmp type -1 code -1 from ::/0"],
    [{ protocol: "icmp", icmpType: 8, icmpCode: 0, group: "web" }, "icmp type 8 code 0 from group web"],
] as const)("the rule %j is %s", (rule, key) => {
    expect(keyOf(rule)).toBe(key);
});

test("the hash of user data is its own hash, so that a state and a program can be compared", () => {
    const state = hashedUserData({ userData: "#!/bin/sh" });
    expect(state.userData).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(hashedUserData(state)).toEqual(state);
    // What only looks like one in a program is sent as it is.
    const data = String(state.userData);
    expect(userDataIn({ userData: data })).toBe(Buffer.from(data).toString("base64"));
});

test("user data in base64 is sent in one line, however it was wrapped", () => {
    expect(userDataIn({ userDataBase64: "IyEv\nYmlu\r\nL3No\n" })).toBe("IyEvYmluL3No");
});

test.each([
    ["2B2F9B6E-8A0E-4B6E-9A55-0123456789AB", "2b2f9b6e-8a0e-4b6e-9a55-0123456789ab", true],
    [
        "https://cloud.example/v2.1/images/2b2f9b6e-8a0e-4b6e-9a55-0123456789ab",
        "2b2f9b6e-8a0e-4b6e-9a55-0123456789ab",
        true,
    ],
    ["http://cloud.example/flavors/1", "1", true],
    ["M1", "m1", false],
    [undefined, "m1", false],
])("%s and %s are the same id: %s", (one, other, same) => {
    expect(sameId(one, other)).toBe(same);
});

test.each([
    [UNKNOWN, true],
    [[{ a: [UNKNOWN] }], true],
    [{ a: { b: UNKNOWN } }, true],
    [{ [UNKNOWN]: "a key is no value" }, false],
    [null, false],
    ["known", false],
])("%j has something unknown in it: %j", (value, unknown) => {
    expect(hasUnknown(value)).toBe(unknown);
});
