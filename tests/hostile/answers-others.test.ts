import { openFront } from "./front";
import { answerCases } from "./plan";
import { assailAll } from "./suite";

assailAll("answers", "points-others", (recorded) => answerCases(recorded, 40), { front: openFront });
