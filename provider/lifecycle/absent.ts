/** Things that do not exist: an answer for a read, success for a delete. */
import { NotFoundError } from "../cloud/index";

/** The answer, or undefined if the cloud answers 404. */
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

/** Whether what was to be removed existed. */
export async function wasThere(removing: Promise<unknown>): Promise<boolean> {
    return (await ifThere(removing.then(() => true))) === true;
}

/** A resource of the state was deleted by others. Nothing was changed. */
export class GoneError extends Error {
    override readonly name = "GoneError";

    constructor(subject: string, cloud: string, options?: ErrorOptions) {
        super(
            `${subject} is gone from cloud "${cloud}". Run \`pulumi refresh\`; then \`pulumi up\` creates a new one.`,
            options,
        );
    }
}
