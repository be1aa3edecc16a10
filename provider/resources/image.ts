/** Images, as Compute shows them (API reference, "Images"). */
import * as z from "zod";
import { getImage, type ImageRecord, listImages } from "../api/index";
import { filter, lookups } from "../lifecycle/lookup";

const bag = z.record(z.string(), z.string());

export const imageFunctions = lookups({
    noun: "image",
    names: ["getImage", "getImages"],
    property: "images",
    examples: [
        `const debian = await compute.getImage({ nameRegex: "^debian-12", newest: true });
const server = new compute.Server("web", { flavor: "m1.small", image: debian.id });`,
        `const { images } = await compute.getImages({ metadata: { os_distro: "debian" } });`,
    ],
    shape: {
        id: z.string().describe("The id."),
        name: z.string().describe("The name. Several images may have the same one."),
        status: z.string().describe("`ACTIVE`, `SAVING`, `DELETED`, `ERROR` or `UNKNOWN`."),
        minDisk: z.number().optional().describe("The smallest root disk that it fits on, in GiB."),
        minRam: z.number().optional().describe("The least memory that it needs, in MiB."),
        metadata: bag.describe("Its metadata."),
        created: z.string().optional().describe("When it was created (ISO 8601, UTC)."),
        updated: z.string().optional().describe("When it was last changed (ISO 8601, UTC)."),
    },
    filters: {
        status: filter(
            z.string().optional().describe("The status. Default: any."),
            (image: ImageRecord, status: string) => image.status === status.toUpperCase(),
        ),
        metadata: filter(
            bag.optional().describe("Only images that have all of these metadata keys with these values."),
            (image: ImageRecord, metadata: Record<string, string>) =>
                Object.entries(metadata).every(([key, value]) => hasOwnValue(image.metadata, key, value)),
        ),
    },
    age: ({ created }) => created,
    list: async (compute, asked) => (await listImages(compute, {}, asked)).map(asItIs),
    get: async (compute, id, asked) => asItIs(await getImage(compute, id, asked)),
});

function asItIs(record: ImageRecord): ImageRecord {
    return record;
}

function hasOwnValue(bagOf: Readonly<Record<string, string>>, key: string, value: string): boolean {
    return Object.hasOwn(bagOf, key) && bagOf[key] === value;
}
