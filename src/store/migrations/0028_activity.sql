CREATE TABLE "activity" (
	"digest" text PRIMARY KEY NOT NULL,
	"dataset_id" text NOT NULL,
	"action" text NOT NULL,
	"by" jsonb NOT NULL,
	"said_at" text NOT NULL,
	"words" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"changes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"request_id" uuid
);
--> statement-breakpoint
CREATE INDEX "activity_dataset_id_index" ON "activity" USING btree ("dataset_id");--> statement-breakpoint
CREATE INDEX "activity_unread" ON "activity" USING btree ("seen_at") WHERE "activity"."read_at" is null;