import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { type StandIn, standIn } from '../support/simulator.ts';

describe.skipIf(!chromiumPath)('the simulator in a browser', () => {
  let browser: Browser;
  let open: StandIn;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    open = await standIn();
    await open.app.listen({ port: 0, host: '127.0.0.1' });
    page = await browser.newPage({ locale: 'fr-SN', viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${open.app.listeningOrigin}/simulator`);
  });
  afterAll(async () => {
    await browser?.close();
    await open?.app.close();
  });

  const phone = (name: string) => page.getByRole('region', { name, exact: true });

  test('a person writes with the keyboard alone and answers with a tap', async () => {
    open.answer('Peut-on vous écrire ici ?\n1 Oui\n2 Non', ['Oui', 'Non']);
    await phone('Awa').getByRole('textbox', { name: 'Message' }).focus();
    await page.keyboard.type('Bonjour');
    await page.keyboard.press('Enter');
    await phone('Awa').getByText('Peut-on vous écrire ici ?').waitFor();
    open.answer("D'accord.");
    await phone('Awa').getByRole('button', { name: '1 Oui', exact: true }).click();
    await phone('Awa').getByText("D'accord.").waitFor();
    expect(open.received.map(({ channel, text }) => [channel, text])).toEqual([
      ['whatsapp', 'Bonjour'],
      ['whatsapp', '1'],
    ]);
    expect(await phone('Awa').locator('.taps').count()).toBe(1);
  });

  test('a second person writes by SMS beside the first; silence is shown as silence', async () => {
    await page.getByRole('textbox', { name: 'Prénom' }).fill('Ousmane');
    await page.keyboard.press('Enter');
    await phone('Ousmane').getByRole('button', { name: 'SMS' }).click();
    open.answer(null);
    await phone('Ousmane').getByRole('textbox', { name: 'Message' }).fill('STOP');
    await page.keyboard.press('Enter');
    await phone('Ousmane').getByText('Pas de réponse automatique').filter({ visible: true }).waitFor();
    expect(open.received.at(-1)).toMatchObject({ channel: 'sms', text: 'STOP' });
  });

  test('a location and a voice note are two presses away', async () => {
    open.answer('Merci.');
    await phone('Awa').getByLabel('Joindre').click();
    await phone('Awa').getByRole('button', { name: 'Kolda' }).click();
    await phone('Awa').getByText('12.8835').waitFor();
    await phone('Awa').getByLabel('Joindre').click();
    await phone('Awa').getByRole('button', { name: 'Vocal de 40 s' }).click();
    await phone('Awa').getByText('0:40').waitFor();
    expect(open.received.at(-1)?.media).toHaveLength(1);
  });

  test('an alert appears on the phone of somebody on duty', async () => {
    const alert = {
      id: 900,
      channel: 'sms',
      to: '+221770000001',
      ours: '',
      text: 'K7M4',
      options: [],
    } as const;
    await open.simulator.send(alert);
    await phone('Personne de garde').getByText('K7M4').waitFor();
  });

  test('everything is still there after a reload, and the stream goes on', async () => {
    await page.reload();
    await phone('Awa').getByText('Peut-on vous écrire ici ?').waitFor();
    await open.simulator.send({
      ...{ id: 901, channel: 'sms', to: (await phone('Ousmane').getAttribute('data-number'))!, ours: '' },
      ...{ text: 'Une réponse vous attend.', options: [] },
    });
    await phone('Ousmane').getByText('Une réponse vous attend.').waitFor();
    expect(await page.getByText('Une réponse vous attend.').count()).toBe(1);
  });

  test('nothing is wider than a small phone, and no rule of accessibility is broken', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.evaluate(axe.source);
    const result = (await page.evaluate('axe.run()')) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    expect(result.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  test('the page ran without a fault under its strict content policy', () => {
    expect(faults).toEqual([]);
  });
});
