CREATE TABLE `hooks` (
	`uid` text PRIMARY KEY NOT NULL,
	`application` text NOT NULL,
	`worklet` text NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`environment` text NOT NULL,
	`background` integer NOT NULL,
	`verification` text NOT NULL,
	`methods` text,
	`idempotency_header` text,
	`digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`rotated_at` integer,
	`rotated_by` text,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `hooks_by_id` ON `hooks` (`application`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `hooks_by_token` ON `hooks` (`digest`);--> statement-breakpoint
CREATE INDEX `hooks_by_worklet` ON `hooks` (`worklet`);