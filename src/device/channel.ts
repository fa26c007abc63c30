/** Messages between the tabs of this browser. Where it has no such channel or forbids it, each tab is alone. */

/** `onMessage` gets whatever another tab has sent; it may run another version of the app. Null: there is no channel. */
export function openChannel(name: string, onMessage: (data: unknown) => void): BroadcastChannel | null {
  try {
    const channel = new BroadcastChannel(`shared-pomodoro ${name}`);
    channel.onmessage = ({ data }) => onMessage(data);
    return channel;
  } catch {
    return null;
  }
}
