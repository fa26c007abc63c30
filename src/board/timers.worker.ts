import { runTimerWorker } from "./timers";

runTimerWorker(self);
