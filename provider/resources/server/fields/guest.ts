/** What the guest gets: keys, user data, files, a password. */
import * as z from "zod";
import { nameArgument } from "../../../arguments/argument-types";
import {
    base64Of,
    file,
    filesIn,
    isBase64,
    isBinary,
    remarkOnFiles,
    remarkOnUserData,
    sameFiles,
    sameUserData,
    withoutBreaks,
} from "../guest-data";
import { argument, type Given, LOSS, noted, rebuild, replace, type ServerChange } from "./server-field";

/** The longest user data that Nova accepts, in base64: 64 KiB less one character; and its length in bytes. */
const MOST_USER_DATA = 65_535;
const MOST_USER_DATA_BYTES = Math.floor(MOST_USER_DATA / 4) * 3;

/** One content in two arguments: if the program now uses the other one, that one's row says what changes. */
function userDataRow(other: keyof Given) {
    return {
        ...replace,
        shows: "nothing",
        effect: "replace: user data is read at the first boot",
        same: (_old, wanted, state, args) =>
            wanted === undefined && args[other] !== undefined ? true : sameUserData(state, args),
        remark: (_old, _wanted, state, args) => remarkOnUserData(state, args),
        ways: {
            replace: {},
            rebuild: { ...rebuild, microversion: "2.57", effect: `rebuild in place with the user data, ${LOSS}` },
            ignore: { ...noted, effect: "recorded only: user data is read at the first boot" },
        },
    } as const satisfies Partial<ServerChange<string | undefined>>;
}

export const guestFields = {
    keyName: argument(
        nameArgument("The name of the keypair whose public key the server gets at its first boot.").optional(),
        {
            ...noted,
            effect: "recorded only: a key is put into a server at its first boot; see onChange",
            ways: {
                ignore: {},
                rebuild: { ...rebuild, microversion: "2.54", effect: `rebuild in place with the key, ${LOSS}` },
                replace: { ...replace, effect: "replace: a key is put into a server at its first boot only" },
            },
        },
        {
            key: "key_name",
            told: ({ keyName }, wanted, { pins }) =>
                wanted !== undefined && keyName === pins.keyName ? wanted : keyName,
        },
    ),
    userData: argument(
        z
            .string()
            .refine((text) => !isBinary(text), {
                error: "not text (perhaps compressed): read the file as base64 and use userDataBase64",
                abort: true,
            })
            .refine((text) => Buffer.byteLength(text) <= MOST_USER_DATA_BYTES, {
                error: `at most ${MOST_USER_DATA_BYTES} bytes: Nova accepts ${MOST_USER_DATA} characters of base64`,
            })
            .optional()
            .describe("User data for cloud-init, as text; sent in base64. A secret; the outputs keep only its hash."),
        userDataRow("userDataBase64"),
        { key: "user_data", write: (text) => base64Of({ text }), secret: true },
    ),
    userDataBase64: argument(
        z
            .string()
            .refine((text) => withoutBreaks(text).length <= MOST_USER_DATA, {
                error: `at most ${MOST_USER_DATA} characters of base64`,
            })
            .refine(isBase64, { error: "not base64" })
            .optional()
            .describe(
                "User data in base64 (for compressed or multi-part data), with or without line breaks. The same bytes as in `userData` are no change.",
            ),
        { ...userDataRow("userData"), waysOf: "userData" },
        { key: "user_data", write: (base64) => base64Of({ base64 }), secret: true },
    ),
    configDrive: argument(
        z
            .boolean()
            .optional()
            .describe("Whether the guest also gets metadata and user data on a drive. An image may require one."),
        { ...replace, effect: "replace: the drive is created with the server" },
        { key: "config_drive", otherwise: false, told: ({ configDrive }) => configDrive },
    ),
    personality: argument(
        z
            .array(file)
            .min(1, { error: "must not be empty" })
            .refine((files) => new Set(files.map(({ path }) => path)).size === files.length, {
                error: "a path is named twice",
            })
            .optional()
            .describe(
                "Files written to the root disk before the first boot, if the hypervisor supports it. Up to microversion 2.56. Secret; the state keeps only hashes. User data does the same on every cloud.",
            ),
        {
            ...rebuild,
            shows: "nothing",
            effect: `rebuild in place with these files, ${LOSS}`,
            same: sameFiles,
            remark: remarkOnFiles,
        },
        { key: "personality", until: "2.56", write: filesIn, secret: true },
    ),
    adminPass: argument(
        z
            .string()
            .min(1, { error: "must not be empty" })
            .max(255, { error: "at most 255 characters" })
            .optional()
            .describe(
                "The administrator's password. A secret. Default: the cloud generates one; see the output `adminPass`.",
            ),
        {
            by: "password",
            level: "none",
            effect: "changed in the running server",
            removed: "unmanaged",
            shows: "nothing",
        },
        {
            key: "adminPass",
            secret: true,
            sealed: true,
            shown: z
                .string()
                .optional()
                .describe("The administrator's password, as declared or as generated by the cloud. A secret."),
        },
    ),
};
