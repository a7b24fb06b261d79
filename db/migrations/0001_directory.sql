CREATE TABLE "addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"location_id" uuid NOT NULL,
	"address_1" text NOT NULL,
	"address_2" text,
	"city" text NOT NULL,
	"region" text,
	"state_province" text NOT NULL,
	"postal_code" text NOT NULL,
	"country" text NOT NULL,
	"address_type" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attributes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"link_id" uuid NOT NULL,
	"link_entity" text NOT NULL,
	"taxonomy_term_id" uuid NOT NULL,
	"value" text
);
--> statement-breakpoint
CREATE TABLE "cost_options" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"option" text,
	"currency" text,
	"amount" double precision,
	"amount_description" text
);
--> statement-breakpoint
CREATE TABLE "directory_pack" (
	"country" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"facts" jsonb NOT NULL,
	"outlines" jsonb NOT NULL,
	"loaded_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "directory_version" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "directory_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"services" uuid[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "languages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid,
	"location_id" uuid,
	"phone_id" uuid,
	"name" text,
	"code" text NOT NULL,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "locations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"location_type" text NOT NULL,
	"organization_id" uuid,
	"name" text,
	"description" text,
	"transportation" text,
	"latitude" double precision,
	"longitude" double precision,
	"external_identifier" text,
	"external_identifier_type" text,
	"place_id" text,
	"town" text,
	"confidential" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metadata" (
	"id" uuid PRIMARY KEY NOT NULL,
	"resource_id" uuid NOT NULL,
	"resource_type" text NOT NULL,
	"last_action_date" timestamp (3) with time zone NOT NULL,
	"last_action_type" text NOT NULL,
	"field_name" text NOT NULL,
	"previous_value" text NOT NULL,
	"replacement_value" text NOT NULL,
	"updated_by" text NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "metadata_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"alternate_name" text,
	"description" text NOT NULL,
	"email" text,
	"website" text,
	"parent_organization_id" uuid,
	"kind" text
);
--> statement-breakpoint
CREATE TABLE "phones" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid,
	"service_id" uuid,
	"location_id" uuid,
	"service_at_location_id" uuid,
	"number" text NOT NULL,
	"extension" text,
	"type" text,
	"description" text,
	"free" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "place" (
	"id" text PRIMARY KEY NOT NULL,
	"country" text NOT NULL,
	"name" text NOT NULL,
	"spellings" text[] NOT NULL,
	"level" text NOT NULL,
	"pcode" text NOT NULL,
	"region" text NOT NULL,
	"region_pcode" text NOT NULL,
	"departement" text,
	"departement_pcode" text,
	"latitude" double precision,
	"longitude" double precision,
	"coordinate_quality" text NOT NULL,
	"population" integer
);
--> statement-breakpoint
CREATE TABLE "required_documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"document" text,
	"uri" text
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid,
	"location_id" uuid,
	"service_at_location_id" uuid,
	"valid_from" text,
	"valid_to" text,
	"freq" text,
	"byday" text,
	"bymonthday" text,
	"opens_at" text,
	"closes_at" text,
	"description" text,
	"closed" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_areas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"name" text,
	"description" text,
	"extent" text,
	"extent_type" text,
	"uri" text
);
--> statement-breakpoint
CREATE TABLE "service_at_locations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"description" text
);
--> statement-breakpoint
CREATE TABLE "services" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"alternate_name" text,
	"description" text,
	"url" text,
	"email" text,
	"status" text NOT NULL,
	"application_process" text,
	"fees_description" text,
	"eligibility_description" text,
	"minimum_age" integer,
	"maximum_age" integer,
	"assured_date" text,
	"assurer_email" text,
	"alert" text,
	"last_modified" text,
	"key" text,
	"country" text NOT NULL,
	"evidence" text NOT NULL,
	"source_status" text,
	"source_url" text,
	"source_date" text,
	"lines" text[] NOT NULL,
	"accepts_referrals" boolean,
	"capacity" text,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "taxonomies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"uri" text,
	"version" text
);
--> statement-breakpoint
CREATE TABLE "taxonomy_terms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"parent_id" uuid,
	"taxonomy_id" uuid,
	"language" text
);
--> statement-breakpoint
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "locations" ADD CONSTRAINT "locations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_at_locations" ADD CONSTRAINT "service_at_locations_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_at_locations" ADD CONSTRAINT "service_at_locations_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "taxonomy_terms" ADD CONSTRAINT "taxonomy_terms_taxonomy_id_taxonomies_id_fk" FOREIGN KEY ("taxonomy_id") REFERENCES "public"."taxonomies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "addresses_location" ON "addresses" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "attributes_link" ON "attributes" USING btree ("link_id");--> statement-breakpoint
CREATE INDEX "cost_options_service" ON "cost_options" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "languages_service" ON "languages" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "metadata_resource" ON "metadata" USING btree ("resource_id");--> statement-breakpoint
CREATE INDEX "phones_service" ON "phones" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "required_documents_service" ON "required_documents" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "schedules_service" ON "schedules" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "service_areas_service" ON "service_areas" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "service_at_locations_service" ON "service_at_locations" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "service_at_locations_location" ON "service_at_locations" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "services_organization" ON "services" USING btree ("organization_id");--> statement-breakpoint
CREATE UNIQUE INDEX "services_key" ON "services" USING btree ("country","key");