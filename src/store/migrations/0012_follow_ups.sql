ALTER TABLE "requests" ADD COLUMN "origin_id" uuid;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "origin_purpose" text;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_origin_id_requests_id_fk" FOREIGN KEY ("origin_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "requests_origin_id_index" ON "requests" USING btree ("origin_id");