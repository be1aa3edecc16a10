import { fieldCases } from "./plan";
import { assailAll } from "./suite";

assailAll("fields", "points-server-outages", (recorded) => fieldCases(recorded, 24));
