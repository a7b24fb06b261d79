ALTER TABLE "case_event" ADD COLUMN "content_hash" "bytea";--> statement-breakpoint
ALTER TABLE "case_event" ADD COLUMN "chain" "bytea";