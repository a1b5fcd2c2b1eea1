CREATE TABLE "audit" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"request_id" uuid,
	"number" integer,
	"actor" jsonb,
	"policy_hash" text,
	"detail" jsonb NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_prev_hash_unique" UNIQUE("prev_hash"),
	CONSTRAINT "audit_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "datasets" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"owner_id" bigint,
	"owner_name" text,
	"pdp" boolean DEFAULT false NOT NULL,
	"search" text NOT NULL,
	"noted" integer
);
--> statement-breakpoint
CREATE TABLE "domo_users" (
	"id" bigint PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"role" text,
	"standing" text NOT NULL,
	"search" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slack_id" text NOT NULL,
	"dataset_id" text,
	"version" integer DEFAULT 0 NOT NULL,
	"body" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "holds" (
	"dataset_id" text PRIMARY KEY NOT NULL,
	"request_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "items" (
	"request_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"dataset_id" text NOT NULL,
	"dataset_name" text NOT NULL,
	"pdp" boolean NOT NULL,
	"change" jsonb NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"seen" jsonb,
	"toe" text,
	"settled_at" timestamp with time zone,
	CONSTRAINT "items_request_id_position_pk" PRIMARY KEY("request_id","position"),
	CONSTRAINT "items_request_id_dataset_id_unique" UNIQUE("request_id","dataset_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"request_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"channel" text NOT NULL,
	"ts" text NOT NULL,
	"painted" text DEFAULT '' NOT NULL,
	CONSTRAINT "messages_request_id_purpose_pk" PRIMARY KEY("request_id","purpose")
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "requests_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"requester" jsonb NOT NULL,
	"reason" text NOT NULL,
	"form" jsonb NOT NULL,
	"submission_key" text,
	"customer" text NOT NULL,
	"fingerprint" text,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"problem" text,
	"stopped_by" jsonb,
	"plan_posted_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"pending_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	"reminders" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "requests_number_unique" UNIQUE("number"),
	CONSTRAINT "requests_submission_key_unique" UNIQUE("submission_key")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syncs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "syncs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"datasets" integer DEFAULT 0 NOT NULL,
	"users" integer DEFAULT 0 NOT NULL,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"request_id" uuid NOT NULL,
	"slack_id" text NOT NULL,
	"voter" jsonb NOT NULL,
	"choice" text NOT NULL,
	"fingerprint" text NOT NULL,
	"policy_hash" text NOT NULL,
	"comment" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "votes_request_id_slack_id_pk" PRIMARY KEY("request_id","slack_id")
);
--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_request_id_index" ON "audit" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "datasets_owner" ON "datasets" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "datasets_search" ON "datasets" USING btree ("search" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "datasets_trgm" ON "datasets" USING gin ("search" gin_trgm_ops) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "domo_users_search" ON "domo_users" USING btree ("search" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "domo_users_email" ON "domo_users" USING btree (lower("email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "domo_users_trgm" ON "domo_users" USING gin ("search" gin_trgm_ops) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "drafts_slack_id_dataset_id_index" ON "drafts" USING btree ("slack_id","dataset_id");--> statement-breakpoint
CREATE INDEX "holds_request_id_index" ON "holds" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "items_request_id_state_index" ON "items" USING btree ("request_id","state");--> statement-breakpoint
CREATE INDEX "items_dataset_id_index" ON "items" USING btree ("dataset_id");--> statement-breakpoint
CREATE INDEX "requests_state_index" ON "requests" USING btree ("state");--> statement-breakpoint
CREATE INDEX "requests_created_at_index" ON "requests" USING btree ("created_at");