CREATE TABLE "sharing_agreement" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sharing_agreement_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organization_id" uuid NOT NULL,
	"fields" text[] NOT NULL,
	"signed_on" text NOT NULL,
	"expires_on" text,
	"recorded_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "telling" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "telling_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"alert_id" uuid NOT NULL,
	"step" smallint NOT NULL,
	"roster_id" bigint,
	"user_id" uuid,
	"status" text DEFAULT 'waiting' NOT NULL,
	"token_hash" "bytea",
	"fault" text,
	"tries" smallint DEFAULT 0 NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"told_at" timestamp (3) with time zone
);
--> statement-breakpoint
DROP INDEX "alert_token";--> statement-breakpoint
DROP INDEX "case_open";--> statement-breakpoint
ALTER TABLE "alert" ALTER COLUMN "opened_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "alert" ADD COLUMN "step" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "case" ADD COLUMN "minor" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "case" ADD COLUMN "rank" smallint GENERATED ALWAYS AS (case when priority = 'emergency' or danger is not null then 0 else 1 end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "roster" ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE "sharing_agreement" ADD CONSTRAINT "sharing_agreement_recorded_by_staff_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "telling" ADD CONSTRAINT "telling_alert_id_alert_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alert"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "telling" ADD CONSTRAINT "telling_roster_id_roster_id_fk" FOREIGN KEY ("roster_id") REFERENCES "public"."roster"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "telling" ADD CONSTRAINT "telling_user_id_staff_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sharing_agreement_organization" ON "sharing_agreement" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "telling_alert" ON "telling" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "telling_waiting" ON "telling" USING btree ("id") WHERE status in ('waiting', 'telling');--> statement-breakpoint
CREATE UNIQUE INDEX "telling_token" ON "telling" USING btree ("token_hash") WHERE token_hash is not null;--> statement-breakpoint
ALTER TABLE "roster" ADD CONSTRAINT "roster_user_id_staff_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_case" ON "alert" USING btree ("case_id");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_one_open" ON "alert" USING btree ("case_id","kind") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "case_event_feed" ON "case_event" USING btree ("xact","id");--> statement-breakpoint
CREATE INDEX "case_queue" ON "case" USING btree ("rank","due_at","id") WHERE status <> 'closed';--> statement-breakpoint
CREATE INDEX "case_conversation" ON "case" USING btree ("conversation_id") WHERE status <> 'closed';--> statement-breakpoint
ALTER TABLE "alert" DROP COLUMN "told";--> statement-breakpoint
ALTER TABLE "alert" DROP COLUMN "token_hash";