CREATE TABLE "audit_names" (
	"digest" text PRIMARY KEY NOT NULL,
	"salt" text NOT NULL,
	"who" text,
	"value" jsonb NOT NULL
);
