ALTER TABLE `hooks` ADD `last_refused_at` integer;--> statement-breakpoint
ALTER TABLE `hooks` ADD `last_refusal` text;