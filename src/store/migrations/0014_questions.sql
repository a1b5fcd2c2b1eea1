CREATE TABLE "questions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"request_id" uuid NOT NULL,
	"asker" jsonb NOT NULL,
	"text" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"submission_key" text NOT NULL,
	"answer" text,
	"answered_by" jsonb,
	"answered_at" timestamp with time zone,
	CONSTRAINT "questions_submission_key_unique" UNIQUE("submission_key")
);
--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "questions_request_id_index" ON "questions" USING btree ("request_id");