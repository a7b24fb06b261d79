ALTER TABLE "inbox" ADD COLUMN "complaint" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "complaint" text;