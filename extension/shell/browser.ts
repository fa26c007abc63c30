/** Brings the browser to what a plan says: the icon, the rules, and the alarm that wakes the background. */
import { badgeColour, badgeText } from "../core/plan";
import type { Plan } from "../core/plan";
import { rulesFor } from "../core/sites";
import { titleOf } from "../words";

/** The alarm that starts the background again, should the browser have ended it. */
export const LOOK_ALARM = "look";

export class BrowserState {
  #icon = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `look`: called when the plan changes by itself, while the background runs. */
  constructor(readonly look: () => void) {}

  async follow(plan: Plan, now: number): Promise<void> {
    this.#wake(plan.nextAt, now);
    await Promise.all([this.#showIcon(plan), this.#setRules(plan.blocked)]);
  }

  #wake(at: number | null, now: number): void {
    clearTimeout(this.#timer);
    if (at === null) return void chrome.alarms.clear(LOOK_ALARM);
    // The alarm is for a background that has ended by then. Browsers may delay it, by 30 s at most; the timer is exact.
    this.#timer = setTimeout(this.look, at - now);
    void chrome.alarms.create(LOOK_ALARM, { when: at });
  }

  async #showIcon({ icon }: Plan): Promise<void> {
    const [text, color, title] = [badgeText(icon), badgeColour(icon), titleOf(icon)];
    const shown = JSON.stringify([text, color, title]);
    if (shown === this.#icon) return;
    this.#icon = shown;
    await Promise.all([
      chrome.action.setBadgeText({ text }),
      chrome.action.setBadgeBackgroundColor({ color }),
      chrome.action.setBadgeTextColor({ color: "#ffffff" }),
      chrome.action.setTitle({ title }),
    ]);
  }

  /** The rules of a session end with the browser: one that starts blocks nothing before it has reached the room. */
  async #setRules(blocked: readonly string[]): Promise<void> {
    const rules = rulesFor(blocked, chrome.runtime.getURL("blocked.html"));
    const present = await chrome.declarativeNetRequest.getSessionRules();
    if (sitesOf(present) === sitesOf(rules)) return;
    await chrome.declarativeNetRequest.updateSessionRules({
      removeRuleIds: present.map(({ id }) => id),
      addRules: rules,
    });
  }
}

const sitesOf = (rules: readonly chrome.declarativeNetRequest.Rule[]): string =>
  rules.flatMap(({ condition }) => condition.requestDomains ?? []).join();
