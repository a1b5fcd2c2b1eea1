ALTER TABLE "datasets" ADD COLUMN "look" text;--> statement-breakpoint
ALTER TABLE "domo_users" ADD COLUMN "look" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "alike" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "datasets_look" ON "datasets" USING btree ("look");--> statement-breakpoint
CREATE INDEX "domo_users_look" ON "domo_users" USING btree ("look");