-- The oldest release that may use these tables. A migration that takes away what older ones need raises it.
INSERT INTO "settings" ("key", "value") VALUES ('oldest_release', '0.2.0') ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value";
