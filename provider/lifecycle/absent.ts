/** What is not there: an answer for a read, and success for a delete. */
import { NotFoundError } from "../cloud/index";

/** What was asked for, or undefined where the cloud says 404 for it. */
export async function ifThere<T>(asking: Promise<T>): Promise<T | undefined> {
    try {
        return await asking;
    } catch (error) {
        if (error instanceof NotFoundError) {
            return undefined;
        }
        throw error;
    }
}

/** Whether what is asked to go was there. */
export async function wasThere(removing: Promise<unknown>): Promise<boolean> {
    return (await ifThere(removing.then(() => true))) === true;
}

/** What the state has was deleted by others. Nothing has been done. */
export class GoneError extends Error {
    override readonly name = "GoneError";

    constructor(subject: string, cloud: string, options?: ErrorOptions) {
        super(
            `${subject} is gone from cloud "${cloud}". Run \`pulumi refresh\`; then \`pulumi up\` makes a new one.`,
            options,
        );
    }
}
