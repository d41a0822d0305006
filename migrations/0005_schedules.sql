CREATE TABLE `schedules` (
	`uid` text PRIMARY KEY NOT NULL,
	`worklet` text NOT NULL,
	`id` text NOT NULL,
	`cron` text,
	`every` text,
	`time_zone` text NOT NULL,
	`worklet_input` text NOT NULL,
	`environment` text NOT NULL,
	`enabled` integer NOT NULL,
	`overlap` text NOT NULL,
	`catch_up` text NOT NULL,
	`paused_until` integer,
	`made_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`updated_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`watermark` integer NOT NULL,
	`next_at` integer,
	`wake_at` integer,
	`look_at` integer,
	`looks` integer NOT NULL,
	`failures` integer NOT NULL,
	`flag` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `schedules_by_id` ON `schedules` (`worklet`,`id`);--> statement-breakpoint
CREATE INDEX `schedules_by_wake` ON `schedules` (`wake_at`,`uid`);--> statement-breakpoint
CREATE TABLE `ticks` (
	`schedule` text NOT NULL,
	`tick` integer NOT NULL,
	`what` text NOT NULL,
	`reason` text,
	`message` text,
	`late_ms` integer,
	`run` text,
	`outcome` text,
	PRIMARY KEY(`schedule`, `tick`)
);
--> statement-breakpoint
CREATE INDEX `ticks_by_age` ON `ticks` (`tick`);--> statement-breakpoint
CREATE INDEX `ticks_open` ON `ticks` (`schedule`) WHERE what = 'started' and outcome is null;