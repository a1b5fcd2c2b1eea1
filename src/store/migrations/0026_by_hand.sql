CREATE TABLE "hand_work" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"holder" jsonb,
	"held_at" timestamp with time zone NOT NULL,
	"next_read_at" timestamp with time zone NOT NULL,
	"reads" integer DEFAULT 0 NOT NULL,
	"reminders" integer DEFAULT 0 NOT NULL,
	"last_call_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "by_hand_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hand_work" ADD CONSTRAINT "hand_work_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "hand_work_next_read_at_index" ON "hand_work" USING btree ("next_read_at");