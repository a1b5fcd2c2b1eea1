DROP INDEX "audit_request_id_index";--> statement-breakpoint
CREATE INDEX "audit_request_id_event_index" ON "audit" USING btree ("request_id","event");--> statement-breakpoint
CREATE INDEX "audit_asked" ON "audit" USING btree ("at") WHERE "audit"."event" = 'request_preparing';