import { objectAt, stringAt } from "../http/json";
import { newUuid } from "../state/identifiers";
import type { Image } from "../state/model";
import type { Call, Reply } from "./call";
import { refuseUnlessAllowed, serverOf } from "./find-server";

/** Creates an image of a server. The answer contains its id in the body since 2.45, before that in Location. */
export function createImage(call: Call): Reply {
    const server = serverOf(call);
    refuseUnlessAllowed(server, "createImage", "createImage");
    const given = objectAt(call.body, "createImage");
    const metadata = Object.entries(objectAt(given, "metadata")).map(([key, value]) => [key, String(value)] as const);
    const image: Image = {
        id: newUuid(),
        name: stringAt(given, "name") ?? "",
        minDisk: server.flavor.disk,
        minRam: 0,
        size: 0,
        created: call.cloud.clock.now(),
        metadata: { ...Object.fromEntries(metadata), instance_uuid: server.id, image_type: "snapshot" },
        status: "queued",
        projectId: server.projectId,
    };
    call.state.images.set(image.id, image);
    call.cloud.machine.start(server, "createImage", call.origin, {
        done: () => {
            image.status = "active";
        },
    });
    return call.since(45)
        ? { body: { image_id: image.id } }
        : { headers: { Location: `${call.root.replace(/compute$/, "image")}/v2/images/${image.id}` } };
}
