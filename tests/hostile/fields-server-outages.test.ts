import { directLine as mockDirectLine } from "../support/direct-line";
import { fieldCases } from "./plan";
import { assailAll } from "./suite";

jest.mock("../../provider/cloud/transport", () => mockDirectLine(jest.requireActual("../../provider/cloud/transport")));

assailAll("fields", "points-server-outages", (recorded) => fieldCases(recorded, 12));
