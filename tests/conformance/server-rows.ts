/** What the files of scenarios about the Server's change table share: which file tells which row, and names to fill in. */
import type { Scene } from "./scenario";

/** The file that tells a row of the change table: each row has a scenario in one of them. */
export const TOLD_IN: Readonly<Record<string, ServerFile>> = {
    name: "server-changes",
    accessIpV4: "server-changes",
    accessIpV6: "server-changes",
    diskConfig: "server-changes",
    description: "server-changes",
    metadata: "server-changes",
    tags: "server-changes",
    securityGroups: "server-changes",
    flavor: "server-changes",
    image: "server-changes",
    adminPass: "server-changes",
    powerState: "server-power",
    locked: "server-lock",
    hostname: "server-guest",
    personality: "server-guest",
    trustedImageCertificates: "server-guest",
    keyName: "server-guest",
    userData: "server-replaced",
    userDataBase64: "server-replaced",
    networks: "server-devices",
    blockDevices: "server-devices",
    bootVolume: "server-devices",
    availabilityZone: "server-replaced",
    pinnedToZone: "server-changes",
    configDrive: "server-replaced",
    schedulerHints: "server-replaced",
    onChange: "server-guest",
    onError: "server-end",
    stopBeforeDestroy: "server-end",
    forceDelete: "server-end",
    detachPortsBeforeDestroy: "server-end",
    ownerMetadata: "server-changes",
};

type ServerFile =
    | "server-changes"
    | "server-power"
    | "server-lock"
    | "server-guest"
    | "server-replaced"
    | "server-devices"
    | "server-end";

/** A file tells the rows that it is said to tell, and no others. */
export function expectTold(file: ServerFile, told: readonly string[]): void {
    const said = Object.keys(TOLD_IN).filter((row) => TOLD_IN[row] === file);
    expect([...new Set(told)].sort()).toEqual(said.sort());
}

/** Puts in the names of this scenario and of its cloud. */
export function filling({ prefix, cloud }: Scene): <T>(value: T) => T {
    const names: Readonly<Record<string, string>> = {
        NAME: `${prefix}-web`,
        FLAVOR: cloud.flavors[0],
        LARGER: cloud.flavors[1],
        IMAGE: cloud.images[0],
        OTHER: cloud.images[1],
        NETWORK: cloud.network,
    };
    const fill = (value: unknown): unknown => {
        if (typeof value === "string") {
            return value.replace(/\b(NAME|FLAVOR|LARGER|IMAGE|OTHER|NETWORK)\b/g, (word) => names[word] ?? word);
        }
        if (Array.isArray(value)) {
            return value.map(fill);
        }
        const isPlain =
            typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
        return isPlain ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)])) : value;
    };
    return <T>(value: T) => fill(value) as T;
}
