/** PartyKit's facade, under the name by which test/harness/platform.ts provides it. */
declare module "facade.js" {
  export class PartyKitDurable {
    constructor(ctx: object, env: object);
    fetch(request: Request): Promise<Response>;
    webSocketMessage(ws: object, message: unknown): Promise<void>;
    webSocketClose(ws: object): Promise<void>;
    alarm(): Promise<void>;
  }
  const facade: { fetch(request: Request, env: object, ctx: object): Promise<Response> };
  export default facade;
}
