ALTER TABLE "phones" DROP COLUMN "extension";--> statement-breakpoint
ALTER TABLE "schedules" DROP COLUMN "bymonthday";