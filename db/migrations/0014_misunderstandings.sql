CREATE TABLE "misunderstanding" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "misunderstanding_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"language" text NOT NULL,
	"question" text NOT NULL,
	"words" text NOT NULL,
	"day" text NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	"label" text,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "misunderstanding_words" UNIQUE("language","question","words")
);
--> statement-breakpoint
CREATE INDEX "misunderstanding_day" ON "misunderstanding" USING btree ("day");