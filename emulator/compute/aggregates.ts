import { badRequest, conflict, notFound } from "../http/api-error";
import { isObject, type JsonObject, objectAt, stringAt } from "../http/json";
import { checkBody, type Schema } from "../http/schema";
import { newUuid } from "../state/identifiers";
import type { Aggregate } from "../state/model";
import { HOSTS } from "../state/seed";
import type { Call, Reply } from "./call";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";
import { databaseTime } from "./views/times";

const path = "/os-aggregates";
const idPath = "/os-aggregates/{id}";
const zone: Schema = {
    oneOf: [{ type: "string", minLength: 1, maxLength: 255, pattern: "^(?! )[^:]*(?<! )$" }, { type: "null" }],
};
const fields = { name: type.name, availability_zone: zone };
/** A new name may have spaces around it, which go. */
const updating: Schema = {
    ...type.object({ ...fields, name: { type: "string", minLength: 1, maxLength: 255, pattern: "\\S" } }),
    minProperties: 1,
};
const host: Schema = { type: "string", minLength: 1, maxLength: 255, pattern: "^[a-zA-Z0-9-._]*$" };
const ACTIONS: Readonly<Record<string, { body: Schema; act: (call: Call, aggregate: Aggregate) => void }>> = {
    add_host: { body: type.wrapped("add_host", type.object({ host }, ["host"])), act: addHost },
    remove_host: { body: type.wrapped("remove_host", type.object({ host }, ["host"])), act: removeHost },
    set_metadata: {
        body: type.wrapped(
            "set_metadata",
            type.object({ metadata: type.metadataOf({ type: ["string", "null"], maxLength: 255 }) }, ["metadata"]),
        ),
        act: setMetadata,
    },
};

/** Host aggregates (API reference 1.23), for administrators. Nova has a DELETE that the reference does not mention. */
export const aggregateRoutes: readonly Route[] = [
    { method: "GET", path, policy: "os_compute_api:os-aggregates:index", handle: list },
    {
        method: "POST",
        path,
        policy: "os_compute_api:os-aggregates:create",
        body: [[1, type.wrapped("aggregate", type.object(fields, ["name"]))]],
        handle: create,
    },
    { method: "GET", path: idPath, policy: "os_compute_api:os-aggregates:show", handle: show },
    {
        method: "PUT",
        path: idPath,
        policy: "os_compute_api:os-aggregates:update",
        body: [[1, type.wrapped("aggregate", updating)]],
        handle: update,
    },
    { method: "DELETE", path: idPath, policy: "os_compute_api:os-aggregates:delete", handle: remove },
    { method: "POST", path: `${idPath}/action`, policy: "os_compute_api:os-aggregates:add_host", handle: act },
];

function view(call: Call, aggregate: Aggregate): JsonObject {
    const { id, uuid, name, hosts, metadata, created, updated } = aggregate;
    return {
        id,
        ...(call.since(41) ? { uuid } : {}),
        name,
        hosts: [...hosts],
        metadata: { ...metadata },
        created_at: databaseTime(created),
        updated_at: updated === null ? null : databaseTime(updated),
        deleted_at: null,
        deleted: false,
        availability_zone: metadata.availability_zone ?? null,
    };
}

function aggregateOf(call: Call): Aggregate {
    const id = call.parameter("id");
    if (!/^-?\d+$/.test(id)) {
        throw badRequest("Invalid input received: id must be an integer");
    }
    const found = call.state.aggregates.get(Number(id));
    if (found === undefined) {
        throw notFound(`Aggregate ${id} could not be found.`);
    }
    return found;
}

function list(call: Call): Reply {
    return { body: { aggregates: [...call.state.aggregates.values()].map((one) => view(call, one)) } };
}

function show(call: Call): Reply {
    return { body: { aggregate: view(call, aggregateOf(call)) } };
}

function refuseTaken(call: Call, name: string, own?: Aggregate): void {
    if ([...call.state.aggregates.values()].some((one) => one !== own && one.name === name)) {
        throw conflict(`Aggregate ${name} already exists.`);
    }
}

/** The answer to a creation contains neither hosts nor metadata. */
function create(call: Call): Reply {
    const given = objectAt(call.body, "aggregate");
    const name = stringAt(given, "name") ?? "";
    const zoneName = stringAt(given, "availability_zone");
    refuseTaken(call, name);
    const aggregate: Aggregate = {
        id: call.state.nextAggregate(),
        uuid: newUuid(),
        name,
        hosts: [],
        metadata: zoneName === undefined ? {} : { availability_zone: zoneName },
        created: call.cloud.clock.now(),
        updated: null,
    };
    call.state.aggregates.set(aggregate.id, aggregate);
    const { hosts: _hosts, metadata: _metadata, ...shown } = view(call, aggregate);
    return { body: { aggregate: shown } };
}

function update(call: Call): Reply {
    const aggregate = aggregateOf(call);
    const given = objectAt(call.body, "aggregate");
    const name = stringAt(given, "name")?.trim() ?? aggregate.name;
    refuseTaken(call, name, aggregate);
    // Nova has saved the name when it refuses the zone.
    aggregate.name = name;
    if (given.availability_zone === null) {
        refuseNoZone(aggregate, "update");
    }
    const zoneName = stringAt(given, "availability_zone");
    if (zoneName !== undefined) {
        refuseMoving(call, aggregate, zoneName, "update");
        aggregate.metadata.availability_zone = zoneName;
    }
    aggregate.updated = call.cloud.clock.now();
    return { body: { aggregate: view(call, aggregate) } };
}

function remove(call: Call): undefined {
    const aggregate = aggregateOf(call);
    if (aggregate.hosts.length > 0) {
        throw badRequest(`Cannot remove host from aggregate ${aggregate.id}. Reason: Host aggregate is not empty.`);
    }
    call.state.aggregates.delete(aggregate.id);
}

function act(call: Call): Reply {
    const [name, ...more] = isObject(call.body) ? Object.keys(call.body) : [];
    if (name === undefined || more.length > 0) {
        throw badRequest("Malformed request body");
    }
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) {
        throw badRequest(`There is no such action: ${name}`);
    }
    checkBody(action.body, call.body);
    const aggregate = aggregateOf(call);
    action.act(call, aggregate);
    // Nova tells a change of metadata in this answer alone.
    const updated = name === "set_metadata" ? call.cloud.clock.now() : aggregate.updated;
    return { body: { aggregate: view(call, { ...aggregate, updated }) } };
}

function addHost(call: Call, aggregate: Aggregate): void {
    const name = stringAt(objectAt(call.body, "add_host"), "host") ?? "";
    if (!HOSTS.some((each) => each === name)) {
        throw notFound(`Compute host ${name} could not be found.`);
    }
    if (aggregate.hosts.includes(name)) {
        throw conflict(`Aggregate ${aggregate.id} already has host ${name}.`);
    }
    const { availability_zone: zoneName } = aggregate.metadata;
    const zones = zoneName === undefined ? [] : otherZonesOf(call, aggregate, [name], zoneName);
    if (zones.length > 0) {
        throw conflict(`Cannot add host to aggregate ${aggregate.id}. ${inZones(zones)}`);
    }
    aggregate.hosts.push(name);
}

function removeHost(call: Call, aggregate: Aggregate): void {
    const name = stringAt(objectAt(call.body, "remove_host"), "host") ?? "";
    if (!aggregate.hosts.includes(name)) {
        throw notFound(`Cannot remove host ${name} in aggregate ${aggregate.id}`);
    }
    aggregate.hosts.splice(aggregate.hosts.indexOf(name), 1);
}

/** A key with the value null is removed. */
function setMetadata(call: Call, aggregate: Aggregate): void {
    const given = objectAt(objectAt(call.body, "set_metadata"), "metadata");
    const zoneName = given.availability_zone;
    if (zoneName === null || zoneName === "") {
        refuseNoZone(aggregate, "update metadata of");
    }
    if (typeof zoneName === "string") {
        refuseMoving(call, aggregate, zoneName, "update metadata of");
    }
    for (const [key, value] of Object.entries(given)) {
        if (typeof value === "string") {
            aggregate.metadata[key] = value;
        } else {
            delete aggregate.metadata[key];
        }
    }
}

function refuseNoZone({ id, name }: Aggregate, doing: string): never {
    throw badRequest(
        `Cannot ${doing} aggregate ${id}. Reason: Aggregate ${name} does not support empty named availability zone.`,
    );
}

/** The zones besides this one that other aggregates put these hosts in. */
function otherZonesOf(call: Call, aggregate: Aggregate, hosts: readonly string[], zoneName: string): string[] {
    return [...call.state.aggregates.values()]
        .filter((one) => one !== aggregate && one.hosts.some((host) => hosts.includes(host)))
        .flatMap(({ metadata }) => metadata.availability_zone ?? [])
        .filter((other) => other !== zoneName);
}

function inZones(zones: readonly string[]): string {
    const listed = zones.map((zone) => `'${zone}'`).join(", ");
    return `Reason: One or more hosts already in availability zone(s) [${listed}].`;
}

function refuseMoving(call: Call, aggregate: Aggregate, zoneName: string, doing: string): void {
    const zones = otherZonesOf(call, aggregate, aggregate.hosts, zoneName);
    if (zones.length > 0) {
        throw badRequest(`Cannot ${doing} aggregate ${aggregate.id}. ${inZones(zones)}`);
    }
    if (aggregate.metadata.availability_zone !== zoneName) {
        refuseServersOn(call, aggregate.hosts, `Cannot ${doing} aggregate ${aggregate.id}.`);
    }
}

/** Servers stay in their zone, so a host with servers cannot move to another one. */
function refuseServersOn(call: Call, hosts: readonly string[], what: string): void {
    const servers = [...call.state.servers.values()].filter(
        (server) => !server.deleted && server.host !== null && hosts.includes(server.host),
    );
    if (servers.length > 0) {
        throw badRequest(`${what} Reason: One or more hosts contain instances in this zone.`);
    }
}
