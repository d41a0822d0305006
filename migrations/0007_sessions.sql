CREATE TABLE `sessions` (
	`digest` text PRIMARY KEY NOT NULL,
	`via` text NOT NULL,
	`key` text,
	`credential` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `used_links` (
	`nonce` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
