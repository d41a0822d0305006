CREATE TABLE `failure_calls` (
	`worklet` text NOT NULL,
	`environment` text NOT NULL,
	`at` integer NOT NULL,
	`run` text NOT NULL,
	PRIMARY KEY(`worklet`, `environment`)
);
--> statement-breakpoint
ALTER TABLE `runs` ADD `rerun_of` text;