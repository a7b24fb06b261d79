/** When a human can answer, as a conversation may promise it. Reads no clock: it is made for one moment. */
export interface Duty {
  /** Somebody on the roster is on duty now. */
  readonly onDuty: boolean;
  /** Opening hours for people to read, "08:00-17:00". */
  readonly opens: string;
  readonly closes: string;
  /** When the service opens next (now, when it is open). */
  readonly opensAt: Date;
  /** First contact due: emergency and minors now, urgent the same working day, normal two working days. */
  dueAt(priority: 'emergency' | 'urgent' | 'normal'): Date;
}
