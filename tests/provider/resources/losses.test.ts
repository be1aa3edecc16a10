/** What a preview says that goes, and that stays, where a server is replaced. */

import { UNKNOWN } from "../../../provider/arguments/unknown";
import { kindOf } from "../../../provider/resources/registry";
import { lossesOfVolumes, lossesOnReplacing } from "../../../provider/resources/server/losses";
import type { ServerState } from "../../../provider/resources/server/state";

const STATE: ServerState = {
    status: "ACTIVE",
    addresses: { private: [{ address: "10.0.0.4", version: 4 }] },
    __state: { pins: {}, ran: true },
};

const DISK = "the root disk is lost";
const RELEASED = "10.0.0.4 is released";

test("a server's own disk and address go", () => {
    expect(lossesOnReplacing(STATE, {})).toEqual([DISK, RELEASED]);
});

test("what never ran has nothing on its disk", () => {
    expect(lossesOnReplacing({ ...STATE, __state: { pins: {}, ran: false } }, {})).toEqual([RELEASED]);
});

test("an address that the new one is to have is not lost", () => {
    const networks = [{ network: "private", fixedIp: "10.0.0.4" }];
    expect(lossesOnReplacing(STATE, { networks })).toEqual([DISK]);
    expect(lossesOnReplacing(STATE, JSON.parse(`{"networks": [{"fixedIp": "${UNKNOWN}"}]}`))).toEqual([DISK, RELEASED]);
});

test("ports made beforehand keep their addresses", () => {
    expect(lossesOnReplacing({ ...STATE, networks: [{ port: "p-1" }] }, {})).toEqual([DISK]);
    expect(lossesOnReplacing({ ...STATE, networks: [{ port: "p-1" }, { network: "private" }] }, {})).toEqual([
        DISK,
        `${RELEASED}, except those of existing ports`,
    ]);
});

test("each volume is deleted, kept, or attached to the new one", () => {
    const attachedVolumes = [
        { id: "v-1", deleteOnTermination: true },
        { id: "v-2", deleteOnTermination: false },
        { id: "v-3", deleteOnTermination: false },
    ];
    const state = { ...STATE, attachedVolumes, bootVolume: { size: 1 } };
    expect(lossesOnReplacing(state, { blockDevices: [{ volume: "v-3" }] })).toEqual([
        "volume v-1 is deleted",
        "volume v-3 is attached to the new server",
        "volume v-2 is kept; nothing deletes it",
        RELEASED,
    ]);
    expect(lossesOfVolumes(state)).toHaveLength(3);
});

test("where the cloud does not tell, what the program declares counts", () => {
    const blockDevices = [{ volume: "v-1", deleteOnTermination: true }];
    expect(lossesOfVolumes({ attachedVolumes: [{ id: "v-1" }], blockDevices })).toEqual(["volume v-1 is deleted"]);
    expect(lossesOfVolumes({ blockDevices })).toEqual(["volume v-1 is deleted"]);
});

test("of volumes that 0.1.0 made the state has no ids", () => {
    const blockDevices = [
        { size: 2, deleteOnTermination: false },
        { snapshot: "s-1" },
        { local: "swap" as const, size: 1 },
    ];
    expect(lossesOfVolumes({ blockDevices })).toEqual([
        "a volume of 2 GiB that was created with it is kept; nothing deletes it",
        "a volume that was created with it is deleted",
    ]);
});

test("a new one stands not beside one that has its address, volume or id", () => {
    const { exclusive } = kindOf("Server");
    const args = { networks: [{ network: "private", fixedIp: "10.0.0.4" }] };
    expect(exclusive(args, STATE)).toBe("a fixed address belongs to one server at a time");
    const volume = { blockDevices: [{ volume: "v-1" }] };
    expect(exclusive(volume, { ...STATE, attachedVolumes: [{ id: "v-1" }] } as typeof STATE)).toBe(
        "a volume serves one server at a time",
    );
    expect(exclusive({}, STATE)).toBeUndefined();
    const flavor = { id: "f-1", name: "other", __state: {} };
    expect(kindOf("Flavor").exclusive({ flavorId: "f-1" }, flavor)).toBe("a flavor's id is unique");
});
