import { readdirSync, readFileSync } from 'node:fs';
import { round } from './numbers.ts';

/** Clock ticks a second in /proc/PID/stat, the same on every Linux that Node runs on. */
const ticks = 100;

interface Stat {
  readonly name: string;
  readonly parent: number;
  readonly milliseconds: number;
}

/**
 * Measures the processor time that the server, PostgreSQL and this driver spend, in milliseconds a turn. On a machine
 * that others use too it says more than turns a second.
 */
export function processorMeter(serverPid: number, postgresPid?: number) {
  const begun = spent(serverPid, postgresPid);
  return (turns: number) => {
    const now = spent(serverPid, postgresPid);
    const each = (part: keyof typeof now) => round((now[part] - begun[part]) / turns);
    return { server: each('server'), postgres: each('postgres'), driver: each('driver') };
  };
}

function spent(serverPid: number, postgresPid: number | undefined) {
  const { user, system } = process.cpuUsage();
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => statOf(Number(pid)));
  const postgres = stats
    .filter((stat) => stat?.parent === postgresPid)
    .reduce((sum, stat) => sum + stat!.milliseconds, 0);
  return { server: statOf(serverPid)?.milliseconds ?? 0, postgres, driver: (user + system) / 1000 };
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = text.lastIndexOf(')');
    const rest = text.slice(end + 2).split(' ');
    const time = Number(rest[11]) + Number(rest[12]);
    return {
      name: text.slice(text.indexOf('(') + 1, end),
      parent: Number(rest[1]),
      milliseconds: (time * 1000) / ticks,
    };
  } catch {
    // Ended meanwhile.
    return undefined;
  }
}
