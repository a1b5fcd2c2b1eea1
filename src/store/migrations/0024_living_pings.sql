ALTER TABLE "pings" ADD COLUMN "channel" text;--> statement-breakpoint
ALTER TABLE "pings" ADD COLUMN "ts" text;--> statement-breakpoint
ALTER TABLE "pings" ADD COLUMN "painted" text;--> statement-breakpoint
CREATE INDEX "pings_living" ON "pings" USING btree ("slack_id") WHERE "pings"."ts" is not null;