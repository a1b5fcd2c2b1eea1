CREATE TABLE "uses" (
	"request_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"use_id" text NOT NULL,
	"name" text NOT NULL,
	"owner_id" bigint,
	"owner_name" text,
	"columns" jsonb,
	"touched" text NOT NULL,
	CONSTRAINT "uses_request_id_position_pk" PRIMARY KEY("request_id","position")
);
--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "uses" jsonb;--> statement-breakpoint
ALTER TABLE "uses" ADD CONSTRAINT "uses_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;