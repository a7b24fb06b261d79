import { existsSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { chromiumPath } from './browser.ts';

/**
 * Says at the end of a run what was left out and why, and how many tests passed and failed; `TEST_COUNT_FILE` gets the
 * last line too, for `.ci/run`.
 */
export default class Count implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const of = (state: string) => tests.filter((test) => test.result().state === state);
    // A file that cannot be loaded has no tests, and an error outside of a test belongs to none: each fails the run.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    for (const line of leftOut(of('skipped'))) console.log(line);
    const count = `${of('passed').length} passed, ${of('failed').length + broken} failed`;
    console.log(count);
    if (process.env.TEST_COUNT_FILE) writeFileSync(process.env.TEST_COUNT_FILE, `${count}\n`);
  }
}

function leftOut(skipped: readonly TestCase[]): string[] {
  const absent = [
    process.env.TEST_DATABASE_URL
      ? ''
      : 'PostgreSQL: TEST_DATABASE_URL names no server (pg_virtualenv makes one)',
    chromiumPath ? '' : 'pages in a browser: no Chromium was found (CHROMIUM_PATH says where one is)',
    existsSync('../shared/data') ? '' : 'checks against published schemas: ../shared/data is not here',
  ].filter((line) => line !== '');
  const byPlace = Map.groupBy(skipped, (test) => `${test.module.relativeModuleId}${noteOf(test)}`);
  const places = [...byPlace].map(([place, tests]) => `${tests.length} in ${place}`);
  return [...absent, ...places].map((line) => `Left out: ${line}`);
}

function noteOf(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note ? ` (${result.note})` : '';
}
