/** Makes a delivery of a task: which request its subscription gets, and what its result means for the outbox. */
import type { Delivery } from "../delivery/deliveryQueue";
import type { DeliveryRoom } from "../delivery/room";
import { serviceOf } from "./endpoint";
import { createAlertMessage, createTestMessage, createWarningMessage } from "./pushMessage";
import type { PushStore } from "./pushStore";
import { refusalLog } from "./refusalLog";
import { sendPush } from "./sendPush";
import type { PushRequest, PushResult, SendOptions } from "./sendPush";
import { subscriptionIdOf } from "./subscription";
import type { Subscription } from "./subscription";
import { isTest, isWarning, keyOf } from "./task";
import type { Task } from "./task";
import { minutesLeft } from "./warning";

export class TaskDelivery {
  #topic: Promise<string> | null = null;

  constructor(
    readonly store: PushStore,
    readonly room: Pick<DeliveryRoom, "id" | "pomodoro">,
    readonly options: Omit<SendOptions, "signal">,
  ) {}

  /** Takes the next task that is due and that `canStart` accepts; null: none. */
  next(canStart: (key: string, service: string) => boolean): Delivery | null {
    const task = this.store.outbox?.nextTask(this.room.pomodoro(), Date.now(), (task) => {
      const to = this.store.subscription(task.to);
      return to !== undefined && canStart(keyOf(task), serviceOf(to.endpoint));
    });
    const subscription = task ? this.store.subscription(task.to) : undefined;
    if (!task || subscription === undefined) return null;
    return {
      key: keyOf(task),
      service: serviceOf(subscription.endpoint),
      to: task.to,
      isTest: isTest(task),
      run: (signal) => this.#deliver(task, subscription, signal),
    };
  }

  async #deliver(task: Task, subscription: Subscription, signal: AbortSignal): Promise<void> {
    const request = await this.#createRequest(task, subscription);
    this.#finish(task, subscription, await sendPush(subscription, request, { ...this.options, signal }));
  }

  /** About the room as it is now. */
  async #createRequest(task: Task, to: Subscription): Promise<PushRequest> {
    const [id, pomodoro, now] = [this.room.id(), this.room.pomodoro(), Date.now()];
    const expiresAt = this.store.outbox?.expiryOf(task, pomodoro, now) ?? now;
    const ttl = Math.max(1, Math.ceil((expiresAt - now) / 1000));
    if (isTest(task)) return { message: createTestMessage(id, pomodoro, to), ttl, topic: null };
    if (isWarning(task)) {
      const message = createWarningMessage(id, pomodoro, to, minutesLeft(expiresAt, now));
      return { message, ttl, topic: null };
    }
    const message = createAlertMessage(id, pomodoro, to);
    return { message, ttl, topic: await (this.#topic ??= subscriptionIdOf(`topic of ${id}`)) };
  }

  #finish(task: Task, subscription: Subscription, result: PushResult): void {
    const { store } = this;
    const now = Date.now();
    if (result.kind === "refused") {
      refusalLog.add(serviceOf(subscription.endpoint), { ...result, at: now }, result.reason);
    }
    if (result.kind !== "gone") return store.outbox?.finishTask(task, result, now);
    // A device that has subscribed again meanwhile, with new keys, has another subscription.
    if (store.subscription(task.to) === subscription) store.removeSubscription(task.to);
    else store.outbox?.finishTask(task, { kind: "accepted" }, now);
  }
}
