import { directLine as mockDirectLine } from "../support/direct-line";
import { OPERATIONS } from "./operations";
import { strikeAll } from "./suite";

jest.mock("../../provider/cloud/transport", () => mockDirectLine(jest.requireActual("../../provider/cloud/transport")));

strikeAll(
    "points-others",
    OPERATIONS.filter(({ kind }) => kind !== "Server"),
);
