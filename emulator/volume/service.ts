import { ApiError, badRequest, notFound } from "../http/api-error";
import { jsonOf } from "../http/body";
import type { Request, Response, Service } from "../http/exchange";
import { faultBody } from "../http/fault-body";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../http/json";
import { checkBody, type Schema } from "../http/schema";
import { segmentsOf } from "../http/target";
import { unauthorized } from "../identity/authentication";
import { errorResponse } from "../identity/error-response";
import type { Token, Tokens } from "../identity/tokens";
import { VOLUME_TYPES, whyNotDeleted } from "../state/block-storage";
import type { CloudState } from "../state/cloud-state";
import type { Volume } from "../state/model";
import { typeView, versionList, volumeDetail, volumeSummary } from "./views";

export interface BlockStorageOptions {
    readonly state: CloudState;
    readonly tokens: Tokens;
}

/** One call of the block-storage API, after authentication. */
interface VolumeCall {
    readonly state: CloudState;
    readonly request: Request;
    readonly token: Token;
    readonly projectId: string;
    /** `http://127.0.0.1:PORT/volume` */
    readonly root: string;
    readonly id: string;
}

type Handler = (call: VolumeCall) => Response;

const ROUTES: Readonly<Record<string, Handler>> = {
    "GET volumes": (call) => listVolumes(call, false),
    "GET volumes/detail": (call) => listVolumes(call, true),
    "GET volumes/{id}": (call) => ok({ volume: volumeDetail(call, volumeOf(call)) }),
    "POST volumes": createVolume,
    "PUT volumes/{id}": updateVolume,
    "DELETE volumes/{id}": deleteVolume,
    "GET types": () => ok({ volume_types: VOLUME_TYPES.map(typeView) }),
    "GET types/{id}": showType,
};

/** Block Storage v3, as far as servers need it: volumes and their types. */
export function blockStorageService({ state, tokens }: BlockStorageOptions): Service {
    return (request) => {
        const headers = { "x-compute-request-id": request.requestId };
        const [, version, project, rest = ""] = /^\/(v3)(?:\/([^/]+)(?:\/(.*))?)?$/.exec(
            request.path.replace(/\/+$/, ""),
        ) ?? [undefined, undefined];
        const root = `${request.origin}/volume`;
        if (version === undefined || project === undefined) {
            return { status: version === undefined ? 300 : 200, headers, body: versionList(root) };
        }
        const token = tokens.find(request.headers["x-auth-token"]);
        if (token?.project === undefined) {
            return errorResponse(unauthorized());
        }
        const response = answer({ state, request, token, projectId: token.project.id, root, id: "" }, project, rest);
        return { ...response, headers: { ...headers, ...response.headers }, projectId: token.project.id };
    };
}

function answer(call: VolumeCall, project: string, rest: string): Response {
    try {
        if (project !== call.projectId) {
            throw badRequest("Malformed request url");
        }
        const [collection = "", id = ""] = segmentsOf(rest);
        const exact = ROUTES[`${call.request.method} ${rest}`];
        const handler = exact ?? (id === "" ? undefined : ROUTES[`${call.request.method} ${collection}/{id}`]);
        if (handler === undefined || rest.split("/").length > 2) {
            throw notFound();
        }
        return handler({ ...call, id });
    } catch (error) {
        if (error instanceof ApiError) {
            return { status: error.status, body: faultBody(error.status, error.message) };
        }
        throw error;
    }
}

const ok = (body: Json): Response => ({ status: 200, body });

function visible({ state, token, projectId }: VolumeCall): Volume[] {
    const all = [...state.blockStorage.volumes.values()].reverse();
    return token.roles.includes("admin") ? all : all.filter((volume) => volume.projectId === projectId);
}

function listVolumes(call: VolumeCall, detailed: boolean): Response {
    const { query } = call.request;
    const everyone = query.get("all_tenants") === "1" || query.get("all_tenants")?.toLowerCase() === "true";
    const found = visible(call).filter(
        (volume) =>
            (everyone || volume.projectId === call.projectId) &&
            (query.get("name") ?? volume.name) === volume.name &&
            (query.get("status") ?? volume.status) === volume.status,
    );
    const after = found.findIndex(({ id }) => id === query.get("marker")) + 1;
    const page = found.slice(after, after + Number(query.get("limit") ?? 1000));
    const last = page.at(-1);
    const more = last !== undefined && query.has("limit") && page.length === Number(query.get("limit"));
    const path = `${call.root}/v3/${call.projectId}/volumes${detailed ? "/detail" : ""}`;
    return ok({
        volumes: page.map((volume) => (detailed ? volumeDetail(call, volume) : volumeSummary(call, volume))),
        ...(more
            ? { volumes_links: [{ rel: "next", href: `${path}?limit=${query.get("limit")}&marker=${last.id}` }] }
            : {}),
    });
}

function volumeOf(call: VolumeCall): Volume {
    const volume = visible(call).find(({ id }) => id === call.id);
    if (volume === undefined) {
        throw notFound(`Volume ${call.id} could not be found.`);
    }
    return volume;
}

const textOrNone: Schema = { type: ["string", "null"], maxLength: 255 };
const VOLUME: Schema = {
    type: "object",
    properties: {
        volume: {
            type: "object",
            properties: {
                name: textOrNone,
                description: textOrNone,
                size: { type: ["integer", "string", "null"], pattern: "^[0-9]+$", minimum: 1 },
                metadata: { type: ["object", "null"] },
                availability_zone: textOrNone,
                volume_type: textOrNone,
                imageRef: { type: ["string", "null"] },
                snapshot_id: { type: ["string", "null"] },
            },
        },
    },
    required: ["volume"],
};

function bodyOf({ request }: VolumeCall): JsonObject {
    const body = jsonOf(request.body || "null");
    if (body === undefined) {
        throw badRequest("Malformed request body");
    }
    checkBody(VOLUME, isObject(body) ? body : {});
    return objectAt(body, "volume");
}

function createVolume(call: VolumeCall): Response {
    const given = bodyOf(call);
    if (given.size === undefined || given.size === null) {
        throw badRequest(
            "The server could not comply with the request since it is either malformed or otherwise incorrect.",
        );
    }
    const type = stringAt(given, "volume_type");
    if (type !== undefined && !call.state.blockStorage.hasType(type)) {
        throw notFound(`Volume type with name ${type} could not be found.`);
    }
    const snapshot = stringAt(given, "snapshot_id");
    if (snapshot !== undefined) {
        throw notFound(`Snapshot ${snapshot} could not be found.`);
    }
    const imageId = stringAt(given, "imageRef") ?? null;
    if (imageId !== null && call.state.images.get(imageId)?.status !== "active") {
        throw badRequest("Invalid image identifier or unable to access requested image.");
    }
    const volume = call.state.blockStorage.create({
        projectId: call.projectId,
        userId: call.token.user.id,
        size: Number(given.size),
        type: VOLUME_TYPES.find(({ id, name }) => id === type || name === type)?.name ?? null,
        zone: stringAt(given, "availability_zone") ?? null,
        name: stringAt(given, "name") ?? null,
        description: stringAt(given, "description") ?? null,
        metadata: Object.fromEntries(
            Object.entries(objectAt(given, "metadata")).map(([key, value]) => [key, String(value)]),
        ),
        imageId,
    });
    return { status: 202, body: { volume: volumeDetail(call, volume) } };
}

function updateVolume(call: VolumeCall): Response {
    const volume = volumeOf(call);
    const given = bodyOf(call);
    volume.name = given.name === undefined ? volume.name : (stringAt(given, "name") ?? null);
    volume.description =
        given.description === undefined ? volume.description : (stringAt(given, "description") ?? null);
    return ok({ volume: volumeDetail(call, volume) });
}

function deleteVolume(call: VolumeCall): Response {
    const volume = volumeOf(call);
    const problem = whyNotDeleted(volume);
    if (problem !== undefined) {
        throw badRequest(problem);
    }
    call.state.blockStorage.remove(volume);
    return { status: 202 };
}

function showType({ id }: VolumeCall): Response {
    const type = VOLUME_TYPES.find((each) => each.id === id);
    if (type === undefined) {
        throw notFound(`Volume type ${id} could not be found.`);
    }
    return ok({ volume_type: typeView(type) });
}
