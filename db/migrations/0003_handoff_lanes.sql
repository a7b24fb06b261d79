ALTER TABLE "telling" ADD COLUMN "lane" text NOT NULL;--> statement-breakpoint
ALTER TABLE "alert" DROP COLUMN "step";--> statement-breakpoint
ALTER TABLE "telling" DROP COLUMN "step";