import type { Clock } from "./clock";
import { newUuid, stableUuid } from "./identifiers";
import type { Volume, VolumeStatus, VolumeType } from "./model";
import { ZONE } from "./seed";

export const VOLUME_TYPES: readonly VolumeType[] = [
    { name: "__DEFAULT__", description: "Default Volume Type" },
    { name: "ssd", description: "Solid state disks" },
    { name: "hdd", description: "Rotating disks" },
].map(({ name, description }) => ({ id: stableUuid(`volume-type/${name}`), name, description, isPublic: true }));

/** The statuses that a volume goes through by itself, each with its duration in milliseconds. */
type Course = readonly (readonly [status: VolumeStatus, milliseconds: number])[];

const COURSES = {
    create: [["creating", 200]],
    createFromImage: [
        ["creating", 100],
        ["downloading", 200],
    ],
    attach: [["reserved", 150]],
    delete: [["deleting", 250]],
} as const satisfies Record<string, Course>;

export interface VolumeRequest {
    readonly projectId: string;
    readonly userId: string;
    readonly size: number;
    readonly type?: string | null;
    readonly zone?: string | null;
    readonly name?: string | null;
    readonly description?: string | null;
    readonly metadata?: Record<string, string>;
    readonly imageId?: string | null;
}

/** The volumes of a cloud, and their changes of status. */
export class BlockStorage {
    readonly volumes = new Map<string, Volume>();

    constructor(
        private readonly clock: Clock,
        private readonly speed: number,
    ) {}

    /** Whether there is a type with this name or id. */
    hasType(nameOrId: string): boolean {
        return VOLUME_TYPES.some(({ id, name }) => id === nameOrId || name === nameOrId);
    }

    create(request: VolumeRequest): Volume {
        const imageId = request.imageId ?? null;
        const volume: Volume = {
            id: newUuid(),
            projectId: request.projectId,
            userId: request.userId,
            size: request.size,
            type: request.type ?? "__DEFAULT__",
            zone: request.zone ?? ZONE,
            created: this.clock.now(),
            name: request.name ?? null,
            description: request.description ?? null,
            metadata: { ...request.metadata },
            imageId,
            status: "creating",
            updated: null,
            attachment: null,
        };
        this.volumes.set(volume.id, volume);
        this.follow(volume, imageId === null ? COURSES.create : COURSES.createFromImage, () => {
            this.set(volume, "available");
        });
        return volume;
    }

    /** Reserves a volume, so that no other server can have it. Returns the attachment's id. */
    reserve(volume: Volume, serverId: string): string {
        const id = newUuid();
        volume.attachment = { id, serverId, device: null, attached: 0 };
        this.set(volume, "reserved");
        return id;
    }

    /** Starts to attach a reserved volume. `then` runs when the server's host takes over. */
    beginAttaching(volume: Volume, then: () => void): void {
        this.follow(volume, COURSES.attach, () => {
            this.set(volume, "attaching");
            then();
        });
    }

    /** Connects a volume at once. */
    connect(volume: Volume, device: string | null): void {
        if (volume.attachment !== null) {
            volume.attachment = { ...volume.attachment, device, attached: this.clock.now() };
            this.set(volume, "in-use");
        }
    }

    /** Detaches a volume from its server at once. */
    release(volume: Volume): void {
        volume.attachment = null;
        this.set(volume, "available");
    }

    remove(volume: Volume): void {
        this.follow(volume, COURSES.delete, () => this.volumes.delete(volume.id));
    }

    set(volume: Volume, status: VolumeStatus): void {
        volume.status = status;
        volume.updated = this.clock.now();
    }

    private follow(volume: Volume, course: Course, done: () => void): void {
        const [next, ...rest] = course;
        if (next === undefined) {
            done();
            return;
        }
        const [status, milliseconds] = next;
        this.set(volume, status);
        this.clock.after(milliseconds / this.speed, () => {
            // The volume may have changed meanwhile.
            if (this.volumes.has(volume.id) && volume.status === status) {
                this.follow(volume, rest, done);
            }
        });
    }
}

const DELETABLE: readonly VolumeStatus[] = ["available", "error"];

/** Cinder's sentence for a volume that cannot be deleted now. */
export function whyNotDeleted(volume: Volume): string | undefined {
    return DELETABLE.includes(volume.status)
        ? undefined
        : "Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.";
}
