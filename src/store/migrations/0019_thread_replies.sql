CREATE TABLE "replies" (
	"channel" text NOT NULL,
	"ts" text NOT NULL,
	"request_id" uuid NOT NULL,
	"author" jsonb NOT NULL,
	"text" text,
	"written_at" timestamp with time zone NOT NULL,
	"edited_at" timestamp with time zone,
	CONSTRAINT "replies_channel_ts_pk" PRIMARY KEY("channel","ts")
);
--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "replies_request_id_index" ON "replies" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "messages_channel_ts_index" ON "messages" USING btree ("channel","ts");