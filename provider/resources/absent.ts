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
