ALTER TABLE "referral" ADD COLUMN "call_receiver_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "ask_person_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "times_asked" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "referral_ask" ON "referral" USING btree ("ask_person_at") WHERE ask_person_at is not null;--> statement-breakpoint
CREATE INDEX "referral_call" ON "referral" USING btree ("call_receiver_at") WHERE call_receiver_at is not null;