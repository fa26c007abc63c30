/** One room of the real class in simulated time, with a client that may act and one that may only watch. */
import { newKey, roomOf } from "../../party/shared/access";
import type { ChangeMessage } from "../../party/shared/clientMessages";
import { FakeParty } from "../unit/room/fake-party";
import type { Heard } from "../unit/room/fake-party";

/** Needs vitest's simulated time. */
export class RealRoom {
  private constructor(
    readonly party: FakeParty,
    private readonly key: string,
  ) {}

  static async open(): Promise<RealRoom> {
    const key = newKey();
    return new RealRoom(await FakeParty.open(await roomOf(key)), key);
  }

  /** The only answer to a request, on a connection of its own, because a connection may send only some at once. */
  async ask(message: ChangeMessage & { id: string }, name: string, mayAct: boolean): Promise<Heard> {
    const connection = await this.party.connect();
    if (mayAct) {
      const joining = { action: "join", key: this.key, ...(name === "" ? {} : { name }) };
      await this.party.say(connection, joining);
    }
    const messages = await this.party.say(connection, message);
    this.party.leave(connection);
    const [answer, ...more] = messages.filter(({ id }) => id === message.id);
    if (answer === undefined || more.length > 0)
      throw new Error(`not one answer: ${JSON.stringify(messages)}`);
    return answer;
  }

  /** The room as a new connection receives it. */
  async look(): Promise<Heard> {
    const connection = await this.party.connect();
    const [message] = connection.take("room");
    this.party.leave(connection);
    if (message === undefined) throw new Error("a new connection received no room");
    return message;
  }
}
