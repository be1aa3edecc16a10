/** The actions on servers as data (API reference, "Servers actions", "Servers admin actions"). */
import mapValues from "lodash/mapValues";
import * as z from "zod";
import { none, type Operation, operation } from "./operation";
import { optionalText } from "./values";

interface Action<Schema extends z.ZodType = z.ZodType> {
    title: string;
    /** The one key of the body. */
    key: string;
    microversions?: Operation["microversions"];
    answer: Schema;
    repeatable?: boolean;
}

const password = z.object({ adminPass: optionalText });
const rebuilt = z.object({ server: password });
const consoleAccess = z.object({ console: z.object({ type: z.string(), url: z.string() }) });

/** addFixedIp, addFloatingIp and their opposites were removed with 2.44. */
const networkProxy = { max: "2.43" };

/** Every action of the API: its name in the reference, its key in the body, and the microversions that have it. */
export const serverActions = {
    addFixedIp: { title: "Add fixed IP", key: "addFixedIp", microversions: networkProxy, answer: none },
    removeFixedIp: { title: "Remove fixed IP", key: "removeFixedIp", microversions: networkProxy, answer: none },
    addFloatingIp: { title: "Add floating IP", key: "addFloatingIp", microversions: networkProxy, answer: none },
    removeFloatingIp: {
        title: "Remove floating IP",
        key: "removeFloatingIp",
        microversions: networkProxy,
        answer: none,
    },
    addSecurityGroup: { title: "Add security group", key: "addSecurityGroup", answer: none },
    removeSecurityGroup: { title: "Remove security group", key: "removeSecurityGroup", answer: none },
    attachVolume: { title: "Attach volume", key: "attach", answer: none },
    changePassword: { title: "Change password", key: "changePassword", answer: none, repeatable: true },
    resize: { title: "Resize server", key: "resize", answer: none },
    confirmResize: { title: "Confirm resized server", key: "confirmResize", answer: none },
    revertResize: { title: "Revert resized server", key: "revertResize", answer: none },
    rebuild: { title: "Rebuild server", key: "rebuild", answer: rebuilt.optional() },
    reboot: { title: "Reboot server", key: "reboot", answer: none },
    start: { title: "Start server", key: "os-start", answer: none },
    stop: { title: "Stop server", key: "os-stop", answer: none },
    pause: { title: "Pause server", key: "pause", answer: none },
    unpause: { title: "Unpause server", key: "unpause", answer: none },
    suspend: { title: "Suspend server", key: "suspend", answer: none },
    resume: { title: "Resume suspended server", key: "resume", answer: none },
    shelve: { title: "Shelve server", key: "shelve", answer: none },
    shelveOffload: { title: "Shelf-offload server", key: "shelveOffload", answer: none },
    unshelve: { title: "Unshelve server", key: "unshelve", answer: none },
    lock: { title: "Lock server", key: "lock", answer: none, repeatable: true },
    unlock: { title: "Unlock server", key: "unlock", answer: none, repeatable: true },
    rescue: { title: "Rescue server", key: "rescue", answer: password.optional() },
    unrescue: { title: "Unrescue server", key: "unrescue", answer: none },
    forceDelete: { title: "Force-delete server", key: "forceDelete", answer: none },
    restore: { title: "Restore soft-deleted instance", key: "restore", answer: none },
    createImage: { title: "Create image", key: "createImage", answer: none },
    createBackup: { title: "Create server back up", key: "createBackup", answer: none },
    consoleOutput: {
        title: "Show console output",
        key: "os-getConsoleOutput",
        answer: z.object({ output: z.string() }),
        repeatable: true,
    },
    rdpConsole: { title: "Get RDP console", key: "os-getRDPConsole", answer: consoleAccess },
    serialConsole: { title: "Get serial console", key: "os-getSerialConsole", answer: consoleAccess },
    spiceConsole: { title: "Get SPICE console", key: "os-getSPICEConsole", answer: consoleAccess },
    vncConsole: { title: "Get VNC console", key: "os-getVNCConsole", answer: consoleAccess },
    evacuate: { title: "Evacuate server", key: "evacuate", answer: password.optional() },
    migrate: { title: "Migrate server", key: "migrate", answer: none },
    liveMigrate: { title: "Live-migrate server", key: "os-migrateLive", answer: none },
    injectNetworkInfo: { title: "Inject network information", key: "injectNetworkInfo", answer: none },
    resetNetwork: { title: "Reset networking on a server", key: "resetNetwork", answer: none },
    resetState: { title: "Reset server state", key: "os-resetState", answer: none },
} satisfies Record<string, Action>;

export type ServerAction = keyof typeof serverActions;

/** The same as operations of the API. */
export const serverActionOperations = asOperations(serverActions);

function asOperations<Table extends Record<string, Action>>(table: Table) {
    const operations = mapValues<Record<string, Action>, Operation>(table, ({ key: _, ...action }) =>
        operation({ ...action, method: "POST", path: "/servers/{id}/action" }),
    );
    return operations as { [Name in keyof Table]: Operation<Table[Name]["answer"]> };
}
