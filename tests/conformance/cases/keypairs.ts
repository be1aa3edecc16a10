/** Keypairs. */
import { PUBLIC_KEY } from "../differential-stage";
import { type Case, cases, letters, MISSING, type Row, spoilt } from "./case";

const keypair = { name: "$run-made", public_key: PUBLIC_KEY };

function made(at: string, more: object = {}): Case[] {
    const row: Row = { body: { keypair: { ...keypair, ...more } }, at: [at] };
    return [
        ...cases("keypairs.create", row),
        ...cases("keypairs.create", { ...row, variant: "again" }),
        ...cases("keypairs.show", { variant: "made", path: { id: "$run-made" }, at: [at] }),
        ...cases("keypairs.delete", { path: { id: "$run-made" }, at: [at] }),
        ...cases("keypairs.delete", { variant: "again", path: { id: "$run-made" }, at: [at] }),
    ];
}

const generated = (at: string): Case[] => [
    ...cases("keypairs.create", { variant: "generated", body: { keypair: { name: "$run-generated" } }, at: [at] }),
    ...cases("keypairs.delete", { variant: "generated", path: { id: "$run-generated" }, at: [at] }),
];

export const keypairCases: readonly Case[] = [
    ...cases("keypairs.list", { at: ["2.1", "2.2", "2.10", "2.35", "2.93"] }),
    ...cases("keypairs.show", { path: { id: "$run-key" }, at: ["2.1", "2.2", "2.10", "2.35", "2.93"] }),
    ...made("2.1"),
    ...made("2.2", { type: "ssh" }),
    ...made("2.93"),
    ...generated("2.1"),
    ...generated("2.91"),
    ...cases("keypairs.create", { variant: "generated", body: { keypair: { name: "$run-generated" } }, at: ["2.92"] }),
    ...spoilt(
        "keypairs.create",
        { body: { keypair }, at: ["2.1", "2.92"] },
        {
            "keypair.name": [MISSING, "", null, 5, letters(256), " x", "a/b", "a@b.c/", "ä"],
            "keypair.public_key": ["", "not a key", "ssh-rsa AAAA", null, 5],
            "keypair.type": ["gpg", null, 5],
            "keypair.user_id": [5, ""],
            "keypair.more": [1],
            keypair: [MISSING, null, [], "x"],
            more: [1],
        },
    ),
    ...spoilt(
        "keypairs.create",
        { variant: "too early", body: { keypair }, at: ["2.2"] },
        { "keypair.user_id": ["$memberUser"] },
    ),
    ...spoilt(
        "keypairs.create",
        { variant: "for another", body: { keypair }, at: ["2.10"] },
        { "keypair.user_id": ["$adminUser"] },
    ),
    ...cases("keypairs.show", { variant: "unknown", path: { id: "unknown" }, at: ["2.1", "2.93"] }),
    ...cases("keypairs.show", { variant: "another user's", path: { id: "$run-key" }, at: ["2.1"], who: "admin" }),
    ...cases("keypairs.show", {
        variant: "for a user",
        path: { id: "$run-key" },
        query: "user_id=$memberUser",
        at: ["2.10"],
        who: "admin",
    }),
    ...cases("keypairs.list", { variant: "for another", query: "user_id=$adminUser", at: ["2.10"] }),
    ...cases("keypairs.list", { variant: "limit", query: "limit=1", at: ["2.34", "2.35"] }),
    ...cases("keypairs.list", { variant: "limit a word", query: "limit=x", at: ["2.1", "2.35"] }),
    ...cases("keypairs.list", { variant: "unknown marker", query: "marker=unknown", at: ["2.35"] }),
    ...cases("keypairs.list", { variant: "unknown parameter", query: "colour=red", at: ["2.1", "2.35", "2.75"] }),
    ...cases("keypairs.delete", { variant: "unknown", path: { id: "unknown" }, at: ["2.1", "2.2", "2.93"] }),
    ...cases("keypairs.delete", {
        variant: "unknown parameter",
        path: { id: "unknown" },
        query: "colour=red",
        at: ["2.75"],
    }),
];
