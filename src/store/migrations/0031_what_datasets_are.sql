ALTER TABLE "datasets" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "transport" text;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "stream_id" bigint;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "tags" text;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "column_count" integer;