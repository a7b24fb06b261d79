import { chromiumPath } from './browser.ts';

/** Stops the run where something is missing that must be there: in CI nothing is left out in silence. */
export default function setup(): void {
  const missing = [
    process.env.REQUIRE_POSTGRES && !process.env.TEST_DATABASE_URL ? 'TEST_DATABASE_URL' : '',
    process.env.REQUIRE_CHROMIUM && !chromiumPath ? 'Chromium' : '',
  ].filter((name) => name !== '');
  if (missing.length > 0) throw new Error(`These are required and missing: ${missing.join(', ')}.`);
}
