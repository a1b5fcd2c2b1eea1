DROP INDEX "datasets_trgm";--> statement-breakpoint
DROP INDEX "domo_users_trgm";--> statement-breakpoint
CREATE INDEX "datasets_trgm" ON "datasets" USING gin ("search" gin_trgm_ops) WITH (fastupdate=true,gin_pending_list_limit=128);--> statement-breakpoint
CREATE INDEX "domo_users_trgm" ON "domo_users" USING gin ("search" gin_trgm_ops) WITH (fastupdate=true,gin_pending_list_limit=128);