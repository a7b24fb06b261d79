ALTER TABLE "directory_check" ADD COLUMN "silent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "directory_check" ADD COLUMN "fault" text;--> statement-breakpoint
ALTER TABLE "directory_report" ADD COLUMN "teller" text;