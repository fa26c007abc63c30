import { serveTimers } from "./timers";

serveTimers(self);
