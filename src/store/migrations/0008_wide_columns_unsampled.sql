-- Nothing is looked up by what is in these: sampling them would be most of the work of ANALYZE, which holds PGlite's event loop.
ALTER TABLE "audit" ALTER COLUMN "detail" SET STATISTICS 0, ALTER COLUMN "actor" SET STATISTICS 0,
  ALTER COLUMN "hash" SET STATISTICS 0, ALTER COLUMN "prev_hash" SET STATISTICS 0, ALTER COLUMN "policy_hash" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "items" ALTER COLUMN "change" SET STATISTICS 0, ALTER COLUMN "seen" SET STATISTICS 0;
