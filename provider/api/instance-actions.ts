/**
 * The result of an action on a server (API reference, "Servers action"). A resize that finds no host leaves no fault on
 * the server, only here. An action is identified by the request id of its POST.
 */
import * as z from "zod";
import type { Compute } from "../cloud/compute";
import { type CallContext, invoke, operation } from "./operation";
import { listAll, page } from "./paging";
import { filledText, optionalIdentifier } from "./values";

export interface InstanceActionEvent {
    event: string;
    startTime?: string;
    finishTime?: string;
    /** `Success` or `Error`; undefined while it runs. */
    result?: string;
    /** Since 2.84: what went wrong, in words for a user. */
    details?: string;
    /** For administrators only. */
    traceback?: string;
    host?: string;
}

export interface InstanceAction {
    requestId: string;
    /** `create`, `resize`, `confirmResize`… */
    action: string;
    /** `Error` if it failed. */
    message?: string;
    startTime?: string;
    /** Since 2.58. */
    updatedAt?: string;
    userId?: string;
    projectId?: string;
    /** Empty in a list, and for members below 2.51. */
    events: InstanceActionEvent[];
}

const event = z
    .object({
        event: z.string(),
        start_time: filledText,
        finish_time: filledText,
        result: filledText,
        details: filledText,
        traceback: filledText,
        host: filledText,
    })
    .transform(
        ({ start_time, finish_time, ...rest }): InstanceActionEvent => ({
            ...rest,
            startTime: start_time,
            finishTime: finish_time,
        }),
    );

const action = z
    .object({
        request_id: z.string(),
        action: z.string(),
        message: filledText,
        start_time: filledText,
        updated_at: filledText,
        user_id: optionalIdentifier,
        project_id: optionalIdentifier,
        events: z.array(event).nullish(),
    })
    .transform(
        (body): InstanceAction => ({
            requestId: body.request_id,
            action: body.action,
            message: body.message,
            startTime: body.start_time,
            updatedAt: body.updated_at,
            userId: body.user_id,
            projectId: body.project_id,
            events: body.events ?? [],
        }),
    );

export const instanceActionOperations = {
    list: operation({
        title: "List actions for server",
        method: "GET",
        path: "/servers/{id}/os-instance-actions",
        answer: page("instanceActions", action, "links"),
    }),
    show: operation({
        title: "Show server action details",
        method: "GET",
        path: "/servers/{id}/os-instance-actions/{requestId}",
        answer: z.object({ instanceAction: action }),
    }),
};

/** All actions on a server, newest first, without their events. Throws NotFoundError if the server does not exist. */
export async function listInstanceActions(
    compute: Compute,
    id: string,
    context: CallContext = {},
): Promise<InstanceAction[]> {
    const microversion = compute.readLevel();
    return listAll(compute, instanceActionOperations.list, ({ requestId }) => requestId, {
        ...context,
        path: { id },
        microversion,
    });
}

/** One action with its events. Throws NotFoundError if the cloud does not know it (yet). */
export async function getInstanceAction(
    compute: Compute,
    id: string,
    requestId: string,
    context: CallContext = {},
): Promise<InstanceAction> {
    const microversion = compute.readLevel();
    const path = { id, requestId };
    const { value } = await invoke(compute, instanceActionOperations.show, { ...context, path, microversion });
    return value.instanceAction;
}
