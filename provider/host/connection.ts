/** The connection that a resource goes through. */
import {
    CloudError,
    type CloudReference,
    type Compute,
    ConnectionError,
    connect,
    InvalidAnswerError,
} from "../cloud/index";

/** The requests by which a process connects are made for all resources at once; an error of theirs names this one. */
export async function connectFor(subject: string, reference: CloudReference): Promise<Compute> {
    try {
        return await connect(reference);
    } catch (error) {
        if (error instanceof CloudError || error instanceof ConnectionError || error instanceof InvalidAnswerError) {
            throw new Error(`${subject}: ${error.message}`, { cause: error });
        }
        throw error;
    }
}
