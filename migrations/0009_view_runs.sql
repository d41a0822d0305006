CREATE TABLE `view_runs` (
	`run` text PRIMARY KEY NOT NULL,
	`visitor` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `view_runs_by_visitor` ON `view_runs` (`visitor`);--> statement-breakpoint
CREATE INDEX `view_runs_by_age` ON `view_runs` (`created_at`);