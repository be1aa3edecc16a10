/** What a state pins: the ids of the names that a program uses. */
import type { Pin } from "../../lifecycle/references";

export interface Pins {
    readonly flavor?: Pin;
    readonly image?: Pin;
    /** The networks that the program names. */
    readonly networks?: readonly Pin[];
    /** The images of disks other than the root disk. */
    readonly images?: readonly Pin[];
    /** The keypair that the server was created with, if the program declares another one now. */
    readonly keyName?: string;
}
