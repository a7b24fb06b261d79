CREATE TABLE "directory_check" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"channel" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"answer" text,
	"words" text
);
--> statement-breakpoint
CREATE TABLE "directory_report" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "directory_report_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"service_id" uuid NOT NULL,
	"said" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "listing_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"cells" jsonb NOT NULL,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "opportunity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"country" text NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"organization_id" uuid,
	"needs" text[] NOT NULL,
	"areas" text[] NOT NULL,
	"conditions" text,
	"how_to_apply" text,
	"phone" text,
	"opens_on" text,
	"closes_on" text NOT NULL,
	"source_url" text,
	"assured_date" text,
	"retired_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "other_records" (
	"id" uuid PRIMARY KEY NOT NULL,
	"resource" text NOT NULL,
	"record" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "addresses" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "attributes" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "cost_options" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "languages" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "locations" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "phones" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "required_documents" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "service_areas" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "service_at_locations" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "taxonomies" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "taxonomy_terms" ADD COLUMN "other" jsonb;--> statement-breakpoint
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "directory_check_token" ON "directory_check" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "directory_check_service" ON "directory_check" USING btree ("service_id","sent_at");--> statement-breakpoint
CREATE INDEX "directory_report_service" ON "directory_report" USING btree ("service_id","at");--> statement-breakpoint
CREATE INDEX "opportunity_open" ON "opportunity" USING btree ("country","closes_on");