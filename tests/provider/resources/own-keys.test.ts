/** Keys of users and clouds, with the names that every object has anyway, and with dots. */

import { keyChanges, lostKeys, omitOwn, ownValue, pickOwn } from "../../../provider/arguments/own-keys";
import { complaints } from "../../../provider/arguments/validation";
import { plan } from "../../../provider/plan/plan";
import { inWords } from "../../../provider/plan/words";
import { kindOf } from "../../../provider/resources/registry";
import { sameRules } from "../../../provider/resources/security-group-rules";
import { networksEffect } from "../../../provider/resources/server/declared-interfaces";

const INHERITED = ["constructor", "toString", "hasOwnProperty", "valueOf"];

test.each(INHERITED)("a bag without %s has none", (key) => {
    expect(ownValue<string>({ role: "web" }, key)).toBeUndefined();
    expect(pickOwn({ role: "web" }, [key])).toEqual({});
    expect(keyChanges({}, { [key]: "x" })).toEqual({ written: { [key]: "x" }, removed: [] });
    expect(keyChanges({ [key]: "x" }, {})).toEqual({ written: {}, removed: [key] });
    expect(omitOwn({ [key]: "x" }, [key])).toEqual({});
});

test("the dots of a key are no path", () => {
    expect(pickOwn({ a: "text" }, ["a.length"])).toEqual({});
    expect(pickOwn({ "a.b": "1", a: "2" }, ["a.b"])).toEqual({ "a.b": "1" });
    expect(omitOwn({ "a.b": "1", a: "2" }, ["a.b"])).toEqual({ a: "2" });
});

test.each(INHERITED)("a preview names the metadata key %s as added and as removed", (key) => {
    const words = (old: object, wanted: object) =>
        plan(kindOf("Server").changes, { metadata: old }, { metadata: wanted }).map(inWords);
    expect(words({}, { [key]: "x" })).toEqual([`metadata +${key}: only these keys are written`]);
    expect(words({ [key]: "x" }, {})).toEqual([`metadata -${key}: only these keys are written`]);
});

test.each(INHERITED)("a security group of the name %s is that group", (group) => {
    const rule = { protocol: "tcp", port: 22, group };
    expect(sameRules([rule], [{ ...rule, group: "g-1" }], { web: { id: "g-1", name: "web" } })).toBe(false);
    expect(sameRules([rule], [{ ...rule, group: "g-1" }], { [group]: { id: "g-1", name: group } })).toBe(true);
});

test.each(INHERITED)("a network of the name %s, of which no address is known, loses an address", (network) => {
    expect(networksEffect([{ network }], "none", [], { addresses: {} })).toMatchObject({
        effect: `[${network}] detached in place: an address of ${network} is lost`,
    });
});

test("the key __proto__, which is lost on Pulumi's wire, is refused wherever it is", () => {
    const metadata: unknown = JSON.parse('{"__proto__": "x"}');
    const { schema } = kindOf("Server");
    expect(complaints("Server", schema, { flavor: "f", image: "i", metadata })).toEqual([
        "metadata.__proto__: cannot be a key",
    ]);
    expect(lostKeys({ list: [{ metadata }] })).toEqual([["list", 0, "metadata", "__proto__"]]);
    expect(lostKeys(new Map([["__proto__", metadata]]))).toEqual([]);
});
