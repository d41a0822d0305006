CREATE TABLE `view_versions` (
	`view` text NOT NULL,
	`number` integer NOT NULL,
	`draft` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	PRIMARY KEY(`view`, `number`)
);
--> statement-breakpoint
CREATE TABLE `views` (
	`uid` text PRIMARY KEY NOT NULL,
	`application` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`draft` text NOT NULL,
	`draft_revision` integer NOT NULL,
	`live_version` integer,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `views_by_id` ON `views` (`application`,`id`);