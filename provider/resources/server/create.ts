/** Making a server: names to ids, one POST, and the wait. From the POST on, nothing is lost. */
import { addTag, createServer, listServers, type ServerRecord, stopServer } from "../../api/index";
import type { Context, Created } from "../kind";
import { mayBeDone } from "../lost";
import { names, type Pin, resolveFlavor, resolveImage, resolveNetwork } from "../references";
import type { NetworkArgument, ServerArguments } from "./arguments";
import type { Pins } from "./changes";
import { asState, type ServerKept, type ServerState } from "./state";
import { atRest, done, waiting, watch, watchPower } from "./watch";

/** The lowest microversion that carries an argument at creation. */
const SINCE: { microversion: string; argument: string; used(args: ServerArguments): boolean }[] = [
    { microversion: "2.19", argument: "description", used: ({ description }) => description !== undefined },
    {
        microversion: "2.37",
        argument: 'networks "auto" or "none"',
        used: ({ networks }) => typeof networks === "string",
    },
];

type Named = ServerArguments & { name: string };

export async function createFrom(context: Context, args: Named): Promise<Created<ServerState>> {
    const microversion = microversionFor(context, args);
    const pins = await pin(context, args);
    const tagged = tagsAtCreation(context, args);
    const body = request(args, pins, tagged);
    const began = Date.now();
    const created = await post(context, args, body, tagged ? TAGS_AT_CREATION : microversion, began);

    const kept: ServerKept = { pins, ran: false, ...(args.adminPass === undefined ? { made: ["adminPass"] } : {}) };
    const before = created.adminPass === undefined ? {} : { adminPass: created.adminPass };
    // What stands from the creation on; the rest is noted when it is done.
    let standing: ServerArguments = {
        ...args,
        ...(args.tags === undefined || tagged ? {} : { tags: [] }),
        ...(args.powerState === undefined ? {} : { powerState: "active" }),
    };
    const note = (record: ServerRecord) => context.record(created.id, asState(standing, record, kept, before));
    note(UNSEEN);

    let record = await watch(
        context,
        created.id,
        "creating",
        // ACTIVE, or SHUTOFF where the guest has switched itself off at once.
        (seen) => (atRest(seen) ? done : waiting(seen)),
        created.requestId,
        note,
    );
    for (const tag of tagged ? [] : (args.tags ?? [])) {
        await addTag(context.compute, created.id, tag, { resource: context.subject });
        standing = { ...standing, tags: [...(standing.tags ?? []), tag] };
        note(record);
    }
    if (args.powerState === "shutoff") {
        const { requestId } = await stopServer(context.compute, created.id, { resource: context.subject });
        record = await watchPower(context, created.id, "SHUTOFF", requestId);
    }
    return { id: created.id, state: asState(args, record, kept, before) };
}

const TAGS_AT_CREATION = "2.52";

/** Whether the creation carries the tags. From 2.37 on it must name networks too; else they are put on afterwards. */
function tagsAtCreation({ compute }: Context, { tags, networks }: ServerArguments): boolean {
    return tags !== undefined && networks !== undefined && compute.serves(TAGS_AT_CREATION);
}

function microversionFor({ compute, subject }: Context, args: ServerArguments): string {
    if (args.tags !== undefined) {
        compute.need("2.26", "tags", subject);
    }
    const used = SINCE.filter((argument) => argument.used(args));
    for (const { microversion, argument } of used) {
        compute.need(microversion, argument, subject);
    }
    return used.at(-1)?.microversion ?? "2.1";
}

/** The ids behind the names. Only looks: an unknown or ambiguous name fails before anything is made. */
export async function pin(context: Context, args: Partial<ServerArguments>): Promise<Pins> {
    const [flavor, image, networks] = await Promise.all([
        args.flavor === undefined ? undefined : resolveFlavor(context, args.flavor),
        args.image === undefined ? undefined : resolveImage(context, args.image),
        pinNetworks(context, Array.isArray(args.networks) ? args.networks : []),
    ]);
    return {
        ...(flavor === undefined ? {} : { flavor }),
        ...(image === undefined ? {} : { image }),
        ...(networks.length === 0 ? {} : { networks }),
    };
}

async function pinNetworks(context: Context, nics: readonly NetworkArgument[]): Promise<Pin[]> {
    const networks: Pin[] = [];
    for (const { network } of nics) {
        if (network !== undefined && !networks.some((known) => names(network, known))) {
            networks.push(await resolveNetwork(context, network));
        }
    }
    return networks;
}

function request(args: Named, pins: Pins, tagged: boolean): Record<string, unknown> {
    const body: Record<string, unknown> = {
        name: args.name,
        flavorRef: pins.flavor?.id,
        imageRef: pins.image?.id,
        key_name: args.keyName,
        security_groups: args.securityGroups?.map((name) => ({ name })),
        networks: networksIn(args.networks, pins.networks ?? []),
        metadata: args.metadata,
        user_data:
            args.userDataBase64 ??
            (args.userData === undefined ? undefined : Buffer.from(args.userData).toString("base64")),
        config_drive: args.configDrive,
        availability_zone: args.availabilityZone,
        accessIPv4: args.accessIpV4,
        accessIPv6: args.accessIpV6,
        adminPass: args.adminPass,
        description: args.description,
        tags: tagged ? args.tags : undefined,
        "OS-DCF:diskConfig": args.diskConfig,
    };
    return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function networksIn(networks: ServerArguments["networks"], pins: readonly Pin[]): unknown {
    if (!Array.isArray(networks)) {
        return networks;
    }
    return networks.map((nic: NetworkArgument) =>
        nic.port === undefined
            ? {
                  uuid: pins.find((known) => names(nic.network, known))?.id,
                  ...(nic.fixedIp === undefined ? {} : { fixed_ip: nic.fixedIp }),
              }
            : { port: nic.port },
    );
}

/**
 * Sends the POST. Where no usable answer comes back the server may be there all the same: it is looked for, and taken
 * over when its name was made for it alone; a candidate under a name that the user chose is only named.
 */
async function post(
    context: Context,
    args: Named,
    server: Record<string, unknown>,
    microversion: string,
    began: number,
): Promise<{ id: string; adminPass?: string | undefined; requestId?: string | undefined }> {
    try {
        return await createServer(
            context.compute,
            { server, microversion },
            { resource: context.subject, deadline: context.deadline },
        );
    } catch (error) {
        if (!mayBeDone(error)) {
            throw error;
        }
        const candidates = await sinceThen(context, args.name, began);
        const [candidate, ...others] = candidates;
        if (candidate === undefined) {
            throw error;
        }
        if (others.length === 0 && context.declaration.autonamed === true) {
            context.say(`the answer to the creation was lost, but server ${candidate.id} is there: going on with it`);
            return { id: candidate.id, requestId: error.requestId };
        }
        const ids = candidates.map(({ id }) => id).join(", ");
        throw new Error(
            `${error.message} A server of this name has been made since: ${ids}. ` +
                `If it is this one, take it over with adopt: "${candidate.id}"; otherwise delete it.`,
            { cause: error },
        );
    }
}

/** A minute of difference between the cloud's clock and ours is borne. */
const SKEW = 60_000;

async function sinceThen(context: Context, name: string, began: number): Promise<ServerRecord[]> {
    const pattern = `^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
    const found = await listServers(context.compute, { name: pattern }, { resource: context.subject });
    return found.filter(
        (server) =>
            server.name === name && Date.parse(server.created ?? "") >= began - SKEW && server.status !== "DELETED",
    );
}

/** What is known as soon as the server has an id. */
const UNSEEN: ServerRecord = {
    id: "",
    name: "",
    status: "BUILD",
    flavor: {},
    metadata: {},
    addresses: {},
    configDrive: false,
    volumesAttached: [],
    partial: true,
};
