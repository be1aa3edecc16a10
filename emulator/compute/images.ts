import { badRequest, forbidden, notFound } from "../http/api-error";
import type { JsonObject } from "../http/json";
import type { Image } from "../state/model";
import type { Call, Reply } from "./call";
import { PROXIES_UNTIL, type Route } from "./route";
import { bookmark, links, nextPage, pageSize, selfLink } from "./views/links";
import { isoTime } from "./views/times";

/** Images (API reference 1.20), as Nova returns them from the image service, up to 2.35. */
export const imageRoutes: readonly Route[] = [
    { method: "GET", path: "/images", until: PROXIES_UNTIL, handle: listImages },
    { method: "GET", path: "/images/detail", until: PROXIES_UNTIL, handle: listImages },
    { method: "GET", path: "/images/{id}", until: PROXIES_UNTIL, handle: showImage },
    { method: "DELETE", path: "/images/{id}", until: PROXIES_UNTIL, status: 204, handle: deleteImage },
];

const STATUS = { active: "ACTIVE", queued: "SAVING", saving: "SAVING", deleted: "DELETED" } as const;
const PROGRESS = { active: 100, queued: 25, saving: 50, deleted: 0 } as const;

function visible(call: Call): Image[] {
    return [...call.state.images.values()].filter(
        ({ projectId, status }) =>
            status !== "deleted" && (projectId === null || call.caller.isAdmin || projectId === call.caller.projectId),
    );
}

function listImages(call: Call): Reply {
    const detailed = call.parameters.detail !== undefined;
    refuseBadLimit(call);
    const all = visible(call).filter((image) => matches(call, image));
    const marker = call.query.get("marker");
    const after = marker === null ? 0 : all.findIndex(({ id }) => id === marker) + 1;
    if (marker !== null && after === 0) {
        throw badRequest(`HTTP 400 Bad Request: No image found with ID ${marker}`);
    }
    const page = all.slice(after, after + pageSize(call));
    return {
        body: {
            images: page.map((image) => (detailed ? detail(call, image) : summary(call, image))),
            ...nextPage(
                call,
                "images_links",
                detailed ? "images/detail" : "images",
                page.map(({ id }) => id),
            ),
        },
    };
}

function refuseBadLimit(call: Call): void {
    const limit = call.query.get("limit");
    if (limit !== null && !/^-?\d+$/.test(limit)) {
        throw badRequest("Invalid input received: limit must be an integer");
    }
    if (limit !== null && Number(limit) < 0) {
        throw badRequest("Invalid input received: limit must be >= 0");
    }
}

function matches(call: Call, image: Image): boolean {
    const { query } = call;
    const server = query.get("server")?.split("/").at(-1);
    const kind = query.get("type");
    return (
        (query.get("name") ?? image.name) === image.name &&
        (query.get("status")?.toLowerCase() ?? image.status) === image.status &&
        image.minDisk >= Number(query.get("minDisk") ?? 0) &&
        image.minRam >= Number(query.get("minRam") ?? 0) &&
        (server === undefined || image.metadata.instance_uuid === server) &&
        (kind === null || image.metadata.image_type === kind)
    );
}

/** The image of the route, if the caller may see it. */
export function imageOf(call: Call): Image {
    const image = visible(call).find(({ id }) => id === call.parameter("id"));
    if (image === undefined) {
        throw notFound("Image not found.");
    }
    return image;
}

function showImage(call: Call): Reply {
    return { body: { image: detail(call, imageOf(call)) } };
}

function deleteImage(call: Call): undefined {
    const image = imageOf(call);
    if (!call.caller.isAdmin && image.projectId !== call.caller.projectId) {
        throw forbidden("You are not allowed to delete the image.");
    }
    image.status = "deleted";
}

function imageLinks(call: Call, image: Image): JsonObject[] {
    return [
        ...links(call, "images", image.id),
        {
            rel: "alternate",
            type: "application/vnd.openstack.image",
            href: `${call.root.replace(/compute$/, "image")}/images/${image.id}`,
        },
    ];
}

function summary(call: Call, image: Image): JsonObject {
    return { id: image.id, name: image.name, links: imageLinks(call, image) };
}

function detail(call: Call, image: Image): JsonObject {
    const server = image.metadata.instance_uuid;
    return {
        id: image.id,
        name: image.name,
        minRam: image.minRam,
        minDisk: image.minDisk,
        metadata: { ...image.metadata },
        created: isoTime(image.created),
        updated: isoTime(image.created),
        status: STATUS[image.status],
        progress: PROGRESS[image.status],
        "OS-EXT-IMG-SIZE:size": image.size,
        links: imageLinks(call, image),
        ...(typeof server === "string"
            ? {
                  server: {
                      id: server,
                      links: [
                          { rel: "self", href: selfLink(call, "servers", server) },
                          { rel: "bookmark", href: bookmark(call, "servers", server) },
                      ],
                  },
              }
            : {}),
    };
}
