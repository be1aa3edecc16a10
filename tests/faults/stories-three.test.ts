import { tellStories } from "./stories";

tellStories("stories-three", [11, 12]);
