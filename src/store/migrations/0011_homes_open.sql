CREATE TABLE "homes" (
	"slack_id" text PRIMARY KEY NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"painted" text NOT NULL
);
