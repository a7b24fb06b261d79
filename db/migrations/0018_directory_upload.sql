CREATE TABLE "directory_upload" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"by" text NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
