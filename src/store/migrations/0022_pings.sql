CREATE TABLE "pings" (
	"request_id" uuid NOT NULL,
	"slack_id" text NOT NULL,
	"why" text NOT NULL,
	"due_at" timestamp with time zone,
	"pinged_at" timestamp with time zone,
	"on_card" boolean DEFAULT false NOT NULL,
	CONSTRAINT "pings_request_id_slack_id_pk" PRIMARY KEY("request_id","slack_id")
);
--> statement-breakpoint
CREATE TABLE "preferences" (
	"slack_id" text PRIMARY KEY NOT NULL,
	"notify" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "last_call_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "pings" ADD CONSTRAINT "pings_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pings_due_at_index" ON "pings" USING btree ("due_at");