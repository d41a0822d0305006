DROP INDEX `runs_by_age`;--> statement-breakpoint
CREATE INDEX `runs_by_state` ON `runs` (`status`,`created_at`);--> statement-breakpoint
ALTER TABLE `traces` ADD `input` text;