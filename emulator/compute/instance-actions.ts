import { badRequest, notFound } from "../http/api-error";
import { parseTime } from "../http/formats";
import type { JsonObject } from "../http/json";
import type { Schema } from "../http/schema";
import type { ActionEvent, InstanceAction, Server } from "../state/model";
import type { Call, Reply } from "./call";
import { serverOrDeleted } from "./find-server";
import type { Route } from "./route";
import * as type from "./schemas/parameter-types";
import { nextPage, pageSize } from "./views/links";
import { hostId } from "./views/server";
import { databaseTime } from "./views/times";

const path = "/servers/{server_id}/os-instance-actions";
const single = (items: Schema): Schema => ({ type: "array", items, maxItems: 1 });
const time: Schema = { type: "string", format: "date-time" };
const listed = {
    limit: single(type.nonNegativeInteger),
    marker: single(type.text),
    "changes-since": single(time),
};

/**
 * The actions on a server (API reference 1.9). Pages and updated_at exist since 2.58, details of a failure since 2.84.
 */
export const instanceActionRoutes: readonly Route[] = [
    {
        method: "GET",
        path,
        query: [
            [58, type.query(listed, false)],
            [66, type.query({ ...listed, "changes-before": single(time) }, false)],
        ],
        handle: listActions,
    },
    { method: "GET", path: `${path}/{request_id}`, handle: showAction },
];

function listActions(call: Call): Reply {
    const server = serverOrDeleted(call);
    const newestFirst = server.actions.toReversed();
    if (!call.since(58)) {
        return { body: { instanceActions: newestFirst.map((action) => actionView(call, server, action)) } };
    }
    const since = timeOf(call, "changes-since") ?? Number.NEGATIVE_INFINITY;
    const before = timeOf(call, "changes-before") ?? Number.POSITIVE_INFINITY;
    if (before < since) {
        throw badRequest("The value of changes-since must be less than or equal to changes-before.");
    }
    const all = newestFirst.filter(({ updated }) => updated >= Math.floor(since / 1000) * 1000 && updated <= before);
    const marker = call.query.get("marker");
    const after = marker === null ? 0 : all.findIndex(({ requestId }) => requestId === marker) + 1;
    if (marker !== null && after === 0) {
        throw badRequest("Marker None could not be found.");
    }
    const page = all.slice(after, after + pageSize(call));
    const ids = page.map(({ requestId }) => requestId);
    return {
        body: {
            instanceActions: page.map((action) => actionView(call, server, action)),
            ...nextPage(call, "links", `servers/${server.id}/os-instance-actions`, ids),
        },
    };
}

function timeOf(call: Call, name: string): number | undefined {
    const asked = call.query.get(name);
    return asked === null ? undefined : parseTime(asked);
}

function showAction(call: Call): Reply {
    const server = serverOrDeleted(call);
    const id = call.parameter("request_id");
    const action = server.actions.find(({ requestId }) => requestId === id);
    if (action === undefined) {
        throw notFound(`Action ${id} not found`);
    }
    // Members see events since 2.51, without tracebacks and hosts.
    const inside = call.may("os_compute_api:os-instance-actions:events");
    const view = actionView(call, server, action);
    if (inside || call.since(51)) {
        view.events = action.events.map((event) => eventView(call, server, event, inside));
    }
    return { body: { instanceAction: view } };
}

function actionView(call: Call, server: Server, action: InstanceAction): JsonObject {
    return {
        action: action.action,
        instance_uuid: server.id,
        request_id: action.requestId,
        user_id: action.userId,
        project_id: action.projectId,
        start_time: databaseTime(action.start),
        message: action.message,
        ...(call.since(58) ? { updated_at: databaseTime(action.updated) } : {}),
    };
}

function eventView(call: Call, server: Server, event: ActionEvent, inside: boolean): JsonObject {
    return {
        event: event.event,
        start_time: databaseTime(event.start),
        finish_time: event.finish === null ? null : databaseTime(event.finish),
        result: event.result,
        ...(inside ? { traceback: event.traceback } : {}),
        ...(inside && call.since(62) ? { host: event.host } : {}),
        ...(call.since(62) ? { hostId: hostId(server.projectId, event.host) } : {}),
        ...(call.since(84) && call.may("os_compute_api:os-instance-actions:events:details")
            ? { details: event.details }
            : {}),
    };
}
