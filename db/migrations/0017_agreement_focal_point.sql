ALTER TABLE "sharing_agreement" ADD COLUMN "focal_point" text;--> statement-breakpoint
ALTER TABLE "sharing_agreement" ADD COLUMN "focal_reach" text;--> statement-breakpoint
ALTER TABLE "sharing_agreement" ADD COLUMN "ended_by" uuid;--> statement-breakpoint
ALTER TABLE "sharing_agreement" ADD COLUMN "end_reason" text;--> statement-breakpoint
ALTER TABLE "sharing_agreement" ADD CONSTRAINT "sharing_agreement_ended_by_staff_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;