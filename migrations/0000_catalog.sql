CREATE TABLE `keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`application` text,
	`digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE INDEX `keys_by_age` ON `keys` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `secrets` (
	`application` text NOT NULL,
	`name` text NOT NULL,
	`sealed` text NOT NULL,
	`updated_at` integer NOT NULL,
	`created_by` text NOT NULL,
	PRIMARY KEY(`application`, `name`)
);
--> statement-breakpoint
CREATE TABLE `applications` (
	`id` text PRIMARY KEY NOT NULL,
	`uid` text NOT NULL,
	`name` text NOT NULL,
	`allowed_origins` text NOT NULL,
	`on_failure` text,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `applications_uid_unique` ON `applications` (`uid`);--> statement-breakpoint
CREATE TABLE `contents` (
	`hash` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `files` (
	`application` text NOT NULL,
	`path` text NOT NULL,
	`source` text NOT NULL,
	`code` text NOT NULL,
	`map` text,
	`bytes` integer NOT NULL,
	`facts` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL,
	PRIMARY KEY(`application`, `path`)
);
--> statement-breakpoint
CREATE TABLE `versions` (
	`worklet` text NOT NULL,
	`number` integer NOT NULL,
	`draft` text NOT NULL,
	`closure` text NOT NULL,
	`compatibility_date` text NOT NULL,
	`compatibility_flags` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	PRIMARY KEY(`worklet`, `number`)
);
--> statement-breakpoint
CREATE TABLE `worklets` (
	`uid` text PRIMARY KEY NOT NULL,
	`application` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`draft` text NOT NULL,
	`draft_revision` integer NOT NULL,
	`live_version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `worklets_by_id` ON `worklets` (`application`,`id`);--> statement-breakpoint
CREATE TABLE `pulses` (
	`name` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`application` text NOT NULL,
	`worklet` text NOT NULL,
	`worklet_id` text NOT NULL,
	`version` integer,
	`environment` text NOT NULL,
	`mode` text NOT NULL,
	`trigger` text NOT NULL,
	`status` text NOT NULL,
	`attempt` integer NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`failure` text,
	`parent_run_id` text,
	`created_by` text NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `runs_by_application` ON `runs` (`application`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_by_worklet` ON `runs` (`application`,`worklet_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_by_age` ON `runs` (`created_at`);--> statement-breakpoint
CREATE TABLE `traces` (
	`run` text PRIMARY KEY NOT NULL,
	`output` text,
	`trace` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `traces_by_end` ON `traces` (`expires_at`);