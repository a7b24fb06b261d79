import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { addUser } from '../../src/cli/user.ts';
import { readConfig } from '../../src/config.ts';
import type { App } from '../../src/parts.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { freshDatabase } from '../support/database.ts';

const password = 'une phrase à moi seule';

describe.skipIf(!chromiumPath)('the desk in a browser', () => {
  let chromium: Browser;
  let app: App;
  let origin: string;
  let phone: Page;
  let aida: Page;
  let moussa: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    chromium = await openBrowser();
    app = await wholeProgram();
    await app.bot.start(true);
    await app.server.listen({ port: 0, host: '127.0.0.1' });
    origin = app.server.listeningOrigin;
    for (const [email, name, role] of [
      ['aida@x.org', 'Aïda', 'caseworker'],
      ['moussa@x.org', 'Moussa', 'caseworker'],
      ['chef@x.org', 'Le chef', 'supervisor'],
      ['coumba@x.org', 'Coumba', 'coordinator'],
    ] as const)
      await addUser(app.open.db, { email, name, role }, password);
    phone = await (await chromium.newContext({ locale: 'fr-SN' })).newPage();
    await phone.goto(`${origin}/simulator`);
  }, 180_000);
  afterAll(async () => {
    await chromium?.close();
    await app?.close();
  });

  /** A caseworker in a browser of their own. */
  async function signIn(email: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context: BrowserContext = await chromium.newContext({ locale: 'fr-SN', ...options });
    const page = await context.newPage();
    page.on(
      'console',
      (message) => message.type() === 'error' && faults.push(`${message.text()} ${message.location().url}`),
    );
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${origin}/desk/sign-in`);
    await page.getByLabel('Adresse e-mail').fill(email);
    await page.getByLabel('Mot de passe').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Se déconnecter' }).waitFor();
    return page;
  }

  const awa = () => phone.getByRole('region', { name: 'Awa', exact: true });
  /** Awa writes, and waits for the answer that holds these words. */
  async function writes(text: string, answer: string): Promise<void> {
    await awa().getByRole('textbox', { name: 'Message' }).fill(text);
    await phone.keyboard.press('Enter');
    await awa().getByText(answer).last().waitFor();
  }

  it('shows the reason for an empty queue, then the case as it comes in, without a reload', async () => {
    aida = await signIn('aida@x.org');
    await aida.getByText("Personne n'attend.").waitFor();
    await aida.locator('#feed[data-state=live]').waitFor();
    await writes('Bonjour', 'Peut-on vous écrire ici ?');
    await writes('RAPPEL', "D'accord ?");
    await writes('1', "Langue de l'appel");
    await writes('3 Awa 15h', 'Merci Awa');
    await aida.getByRole('link', { name: /Awa/ }).waitFor();
    await aida.getByText('appel en pulaar').waitFor();
    expect(await aida.title()).toMatch(/^\(1\) /);
  });

  it('lets one of two take it and tells the other at once who has it', async () => {
    moussa = await signIn('moussa@x.org');
    for (const page of [aida, moussa]) {
      await page.getByRole('link', { name: /Awa/ }).click();
      await page.locator('#feed[data-state=live]').waitFor();
    }
    await Promise.all(
      [aida, moussa].map((page) => page.getByRole('button', { name: 'Prendre le dossier' }).click()),
    );
    await Promise.all([aida, moussa].map((page) => page.locator('.notice').waitFor()));
    const notices = await Promise.all([aida, moussa].map((page) => page.locator('.notice').innerText()));
    expect(notices.filter((text) => text.startsWith('Le dossier est à vous'))).toHaveLength(1);
    expect(notices.filter((text) => text.includes('a pris ce dossier juste avant vous'))).toHaveLength(1);
    if (!notices[0]!.startsWith('Le dossier est à vous')) [aida, moussa] = [moussa, aida];
  });

  it('brings the reply to the phone, and the answer back onto the page, with the draft left alone', async () => {
    await aida.getByLabel(/Votre réponse, par WhatsApp/).fill('Bonjour Awa, je vous appelle à 15 h.');
    await aida.getByRole('button', { name: 'Envoyer' }).click();
    await awa().getByText('Bonjour Awa, je vous appelle à 15 h.').waitFor();
    await aida.locator('#turns').getByText('Bonjour Awa, je vous appelle à 15 h.').waitFor();
    expect(await aida.getByLabel(/Votre réponse/).inputValue()).toBe('');
    await aida.getByLabel(/Votre réponse/).fill('À demi écrit');
    await awa().getByRole('textbox', { name: 'Message' }).fill('Merci beaucoup');
    await phone.keyboard.press('Enter');
    await aida.locator('#turns').getByText('Merci beaucoup').waitFor();
    expect(await aida.getByLabel(/Votre réponse/).inputValue()).toBe('À demi écrit');
    await aida.reload();
    expect(await aida.getByLabel(/Votre réponse/).inputValue()).toBe('À demi écrit');
  });

  it('lets the delivery of a reply be followed without a reload', async () => {
    await aida
      .locator('.turn.caseworker .delivery', { hasText: /reçu|lu/ })
      .first()
      .waitFor();
  });

  it('loses nothing that happened while there was no network', async () => {
    const page = await signIn('moussa@x.org');
    await page.goto(`${origin}/desk/?show=open`);
    await page.locator('#feed[data-state=live]').waitFor();
    await page.context().setOffline(true);
    await phone.getByRole('textbox', { name: 'Prénom' }).fill('Ousmane');
    await phone.keyboard.press('Enter');
    const ousmane = phone.getByRole('region', { name: 'Ousmane', exact: true });
    for (const [text, answer] of [
      ['Bonjour', 'Peut-on vous écrire ici ?'],
      ['RAPPEL', "D'accord ?"],
      ['1', "Langue de l'appel"],
      ['2 Ousmane', 'Merci Ousmane'],
    ] as const) {
      await ousmane.getByRole('textbox', { name: 'Message' }).fill(text);
      await phone.keyboard.press('Enter');
      await ousmane.getByText(answer).last().waitFor();
    }
    expect(await page.getByRole('link', { name: /Ousmane/ }).count()).toBe(0);
    await page.context().setOffline(false);
    await page.getByRole('link', { name: /Ousmane/ }).waitFor();
  });

  it('can be worked without scripts', async () => {
    const page = await signIn('moussa@x.org', { javaScriptEnabled: false });
    await page.getByRole('link', { name: /Ousmane/ }).click();
    await page.getByRole('button', { name: 'Prendre le dossier' }).click();
    await page.getByLabel(/Votre réponse/).fill('Bonjour Ousmane.');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.locator('#turns').getByText('Bonjour Ousmane.').waitFor();
  });

  it('lists what was not understood, nameless, and makes an example of it with one click', async () => {
    await phone.getByRole('textbox', { name: 'Prénom' }).fill('Sira');
    await phone.keyboard.press('Enter');
    const sira = phone.getByRole('region', { name: 'Sira', exact: true });
    for (const [text, answer] of [
      ['Bonjour', 'Peut-on vous écrire ici ?'],
      ['1', 'moins de 18'],
      ['1', 'Vos besoins ?'],
      ['xolal bama Fatou Diop 771234567', "n'ai pas compris"],
    ] as const) {
      await sira.getByRole('textbox', { name: 'Message' }).fill(text);
      await phone.keyboard.press('Enter');
      await sira.getByText(answer).last().waitFor();
    }
    const page = await signIn('coumba@x.org', { viewport: { width: 360, height: 740 } });
    await page.goto(`${origin}/desk/misunderstood`);
    const row = page.getByRole('listitem').filter({ hasText: 'xolal' });
    const shown = await row.first().locator('strong').innerText();
    expect(shown).toContain('[nom] [0]');
    expect(await page.content()).not.toMatch(/Diop|7712/);
    expect(await faultsOn(page, '/desk/misunderstood')).toEqual([]);
    await row.getByLabel('Voulait dire').selectOption({ label: 'Réponse : non' });
    await row.getByRole('button', { name: /Ajouter comme exemple/ }).click();
    await page.getByText('Ajouté aux exemples.').waitFor();
    const file = await page.request.get(`${origin}/desk/misunderstood/fr/examples.json`);
    expect(await file.json()).toEqual({ no: [shown] });
    expect(await faultsOn(page, '/desk/misunderstood')).toEqual([]);
    await page.getByRole('button', { name: /Annuler/ }).click();
    await page.getByText('Aucun exemple pour le moment.').waitFor();
  });

  it('breaks no rule of accessibility and is no wider than a small phone', { timeout: 90_000 }, async () => {
    const page = await signIn('chef@x.org', { viewport: { width: 360, height: 740 } });
    await page.goto(`${origin}/desk/?show=open`);
    const links = (await page.evaluate(
      "[...document.querySelectorAll('nav a, .row-link')].map((link) => link.getAttribute('href'))",
    )) as string[];
    const someCase = links.find((link) => link.startsWith('/desk/cases/'))!;
    await page.goto(`${origin}${someCase}/referrals/new?need=documents`);
    await page.getByRole('button', { name: 'Choisir' }).first().click();
    const referral = new URL(page.url()).pathname;
    await page.goto(`${origin}/desk/directory?q=boutique+de+droit`);
    const [entry, other] = await Promise.all(
      [0, 1].map(async (at) => (await page.locator('.row-link').nth(at).getAttribute('href'))!),
    );
    const merge = `${entry}/merge?drop=${other!.split('/').at(-1)}`;
    const pages = [
      ...links,
      ...[
        `${someCase}/referrals/new`,
        `${someCase}/referrals/new?q=boutik`,
        referral,
        entry!,
        merge,
        `${entry}/edit`,
        '/desk/directory/map',
      ],
      '/desk/nothing-here',
    ];
    for (const path of new Set(pages)) expect(await faultsOn(page, path)).toEqual([]);
    const outside = await (await chromium.newContext({ viewport: { width: 360, height: 740 } })).newPage();
    expect(await faultsOn(outside, '/desk/sign-in')).toEqual([]);
  });

  /** What axe finds on a page with everything opened out, and whether it is wider than the screen. */
  async function faultsOn(page: Page, path: string): Promise<unknown[]> {
    await page.goto(origin + path);
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate('axe.run()')) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
    return [
      ...violations.map(({ id, nodes }) => [path, id, nodes[0]?.html]),
      ...(wide > 360 ? [[path, 'wide', wide]] : []),
    ];
  }

  it('needs at most 60 kB for the first load', async () => {
    const context = await chromium.newContext();
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send('Network.enable');
    let bytes = 0;
    wire.on('Network.loadingFinished', (event) => {
      bytes += event.encodedDataLength;
    });
    await page.goto(`${origin}/desk/sign-in`);
    await page.getByLabel('Adresse e-mail').fill('aida@x.org');
    await page.getByLabel('Mot de passe').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: "File d'attente" }).waitFor();
    await page.waitForLoadState();
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(60_000);
  });

  it('ran without a fault under its strict content policy', () => {
    const expected = /net::ERR_INTERNET_DISCONNECTED|Failed to fetch|nothing-here/;
    expect(faults.filter((text) => !expected.test(text))).toEqual([]);
  });
});

/** The program as it starts on somebody's machine: embedded database, Senegal's directory, the simulator. */
async function wholeProgram(): Promise<App> {
  const config = readConfig({
    LOG_LEVEL: 'error',
    DATA_DIR: '/tmp/dellusi-unused',
    ENCRYPTION_KEYS: `t:${Buffer.alloc(32, 7).toString('base64')}`,
    SESSION_SECRET: 'x'.repeat(40),
  });
  return createApp(config, { open: await freshDatabase() });
}
