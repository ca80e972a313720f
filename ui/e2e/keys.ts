/** A keyboard that counts, and that reaches things as a person does: Tab, arrows. */
import { expect, type Locator, type Page } from '@playwright/test';

/** More than any screen has stops. */
const FAR = 150;

export class Keys {
  /** Keys pressed; one held with Ctrl is one press. */
  presses = 0;

  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.presses += 1;
      await this.page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    this.presses += text.length;
    await this.page.keyboard.type(text);
  }

  /** Goes there with Tab, then with arrows inside a group. */
  async to(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    for (let step = 0; step < FAR; step += 1) {
      const next = await target.evaluate((element) => {
        const here = document.activeElement;
        if (here === element || (here !== null && here !== document.body && element.contains(here))) return null;
        const group = here?.closest('[role=toolbar], [role=radiogroup]');
        if (!group?.contains(element)) return 'Tab';
        const after = here?.compareDocumentPosition(element) === Node.DOCUMENT_POSITION_FOLLOWING;
        return after ? 'ArrowRight' : 'ArrowLeft';
      });
      if (next === null) return;
      await this.press(next);
    }
    throw new Error(`the keyboard does not reach ${target.toString()}`);
  }

  /** Goes to a field and types over what it holds. */
  async fill(field: Locator, text: string): Promise<void> {
    await this.to(field);
    await this.press('Control+A');
    if (text === '') await this.press('Delete');
    else await this.type(text);
  }

  async activate(target: Locator): Promise<void> {
    await this.to(target);
    await this.press('Enter');
  }

  async tick(target: Locator): Promise<void> {
    await this.to(target);
    await this.press('Space');
  }
}
