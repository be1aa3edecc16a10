/** What is printed of a cloud's words, and which secrets the layer below is told of. */
import { messageOf, PartialFailure, shown } from "../../../provider/host/partial-failure";
import { secretsIn } from "../../../provider/host/secret-texts";
import { newKey, seal } from "../../../provider/state/sealed";

test("no error brings a terminal's escapes or a mark of direction to the terminal", () => {
    const error = new Error("there is no flavor: \u001b]0;owned\u0007, \u202ecod.exe\nsecond line");
    const words = "there is no flavor: \\u001b]0;owned\\u0007, \\u202ecod.exe\nsecond line";
    expect(messageOf(error)).toBe(words);
    expect(shown(error)).toEqual(new Error(words));
    expect(new PartialFailure("1", {}, error).reasons).toEqual([words]);
    const plain = new Error("größer");
    expect(shown(plain)).toBe(plain);
});

test("the secrets of a server are its password, its user data and the contents of its files, also as a state has them", () => {
    const key = newKey();
    const bag = {
        __resource: { kind: "Server", name: "web" },
        flavor: "m1.small",
        adminPass: seal("made-by-the-cloud", key),
        userData: "#!/bin/sh\n",
        personality: [{ path: "/etc/motd", contents: "aGVsbG8=" }],
        metadata: { role: "web" },
    };
    expect(secretsIn(bag, key).sort()).toEqual(["#!/bin/sh\n", "aGVsbG8=", "made-by-the-cloud"].sort());
    expect(secretsIn(bag, undefined)).not.toContain(bag.adminPass);
});
