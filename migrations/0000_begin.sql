CREATE TABLE `closed_channels` (
	`channel` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`since` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `contacts` (
	`id` text PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contacts_address_unique` ON `contacts` (`address`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`contact_id` text NOT NULL,
	`line` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `conversations_contact_line` ON `conversations` (`contact_id`,`line`);--> statement-breakpoint
CREATE INDEX `conversations_line` ON `conversations` (`line`);--> statement-breakpoint
CREATE TABLE `directory` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`document` text NOT NULL,
	`applied_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `episodes` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`assignee` text,
	`channel` text NOT NULL,
	`thread` text,
	`opened_at` integer NOT NULL,
	`last_text_at` integer,
	`unanswered_since` integer,
	`resolved_at` integer,
	`resolved_by` text,
	`replaces` text,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `episodes_one_open` ON `episodes` (`conversation_id`) WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX `episodes_number` ON `episodes` (`conversation_id`,`number`);--> statement-breakpoint
CREATE INDEX `episodes_waiting` ON `episodes` (`unanswered_since`) WHERE unanswered_since is not null;--> statement-breakpoint
CREATE INDEX `episodes_assignee` ON `episodes` (`assignee`) WHERE state = 'open';--> statement-breakpoint
CREATE TABLE `identities` (
	`email` text PRIMARY KEY NOT NULL,
	`slack_user` text,
	`checked_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `inbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`lane` text NOT NULL,
	`sealed_body` text,
	`received_at` integer NOT NULL,
	`due_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_key_unique` ON `inbox` (`key`);--> statement-breakpoint
CREATE INDEX `inbox_due` ON `inbox` (`due_at`) WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX `inbox_dead` ON `inbox` (`id`) WHERE due_at is null and sealed_body is not null;--> statement-breakpoint
CREATE INDEX `inbox_age` ON `inbox` (`received_at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`episode_id` text NOT NULL,
	`direction` text NOT NULL,
	`state` text NOT NULL,
	`waits_for` text,
	`wait_reason` text,
	`waiting_since` integer,
	`agreed` text DEFAULT '' NOT NULL,
	`sealed_body` text NOT NULL,
	`sealed_media` text,
	`carrier` text NOT NULL,
	`carrier_message_id` text,
	`author` text,
	`author_user` text,
	`reply_channel` text,
	`reply_ts` text,
	`retry_of` text,
	`written_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`sending_at` integer,
	`reread` integer DEFAULT false NOT NULL,
	`posted_ts` text,
	`failure_code` text,
	`failure_sentence` text,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_carrier_id` ON `messages` (`carrier`,`carrier_message_id`);--> statement-breakpoint
CREATE INDEX `messages_episode` ON `messages` (`episode_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `messages_unsettled` ON `messages` (`state`) WHERE state in ('waiting', 'queued', 'sending', 'unknown');--> statement-breakpoint
CREATE INDEX `messages_retry` ON `messages` (`retry_of`) WHERE retry_of is not null;--> statement-breakpoint
CREATE INDEX `messages_unconfirmed` ON `messages` (`sending_at`) WHERE state in ('accepted', 'sent', 'unknown');--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`slack_user` text,
	`episode_id` text NOT NULL,
	`message_id` text,
	`reply_channel` text,
	`reply_ts` text,
	`choices` text NOT NULL,
	`sealed_sentence` text NOT NULL,
	`state` text NOT NULL,
	`sealed_outcome` text,
	`caused_at` integer NOT NULL,
	`seen_assignee` text,
	`post_channel` text,
	`post_ts` text,
	`chosen` text,
	`chosen_by` text,
	`chosen_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `notices_reply` ON `notices` (`reply_channel`,`reply_ts`);--> statement-breakpoint
CREATE INDEX `notices_message` ON `notices` (`message_id`);--> statement-breakpoint
CREATE INDEX `notices_episode` ON `notices` (`episode_id`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `notices_open` ON `notices` (`created_at`) WHERE state = 'open';--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`lane` text NOT NULL,
	`position` integer NOT NULL,
	`priority` integer NOT NULL,
	`key` text,
	`version` integer DEFAULT 1 NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`channel` text,
	`post_key` text,
	`claimed_at` integer,
	`sealed_payload` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key_unique` ON `outbox` (`key`);--> statement-breakpoint
CREATE INDEX `outbox_lane` ON `outbox` (`lane`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`);--> statement-breakpoint
CREATE INDEX `outbox_channel` ON `outbox` (`channel`,`due_at`);--> statement-breakpoint
CREATE INDEX `outbox_attempt` ON `outbox` (`post_key`) WHERE post_key is not null;--> statement-breakpoint
CREATE TABLE `reminders` (
	`channel` text PRIMARY KEY NOT NULL,
	`ts` text,
	`episodes` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `replies` (
	`channel` text NOT NULL,
	`ts` text NOT NULL,
	`thread` text,
	`episode_id` text,
	`author_user` text,
	`sealed_text` text NOT NULL,
	`mentions` integer DEFAULT false NOT NULL,
	`files` integer DEFAULT 0 NOT NULL,
	`kind` text DEFAULT 'plain' NOT NULL,
	`verdict` text NOT NULL,
	`reason` text,
	`message_id` text,
	`edited` text,
	`deleted_at` integer,
	`marks` text DEFAULT '' NOT NULL,
	`stopped_by` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`channel`, `ts`),
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `replies_episode` ON `replies` (`episode_id`,`author_user`);--> statement-breakpoint
CREATE INDEX `replies_unseen` ON `replies` (`created_at`) WHERE verdict = 'unseen';--> statement-breakpoint
CREATE TABLE `reports` (
	`carrier` text NOT NULL,
	`carrier_message_id` text NOT NULL,
	`state` text NOT NULL,
	`failure_code` text,
	`failure_sentence` text,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`carrier`, `carrier_message_id`)
);
--> statement-breakpoint
CREATE INDEX `reports_age` ON `reports` (`received_at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `threads` (
	`channel` text NOT NULL,
	`ts` text NOT NULL,
	`episode_id` text NOT NULL,
	`state` text NOT NULL,
	`latest` text NOT NULL,
	PRIMARY KEY(`channel`, `ts`),
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `threads_episode` ON `threads` (`episode_id`);--> statement-breakpoint
CREATE TABLE `unrouted` (
	`carrier` text NOT NULL,
	`carrier_message_id` text NOT NULL,
	`to_number` text NOT NULL,
	`from_address` text NOT NULL,
	`sealed_body` text NOT NULL,
	`sealed_media` text,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`carrier`, `carrier_message_id`)
);
--> statement-breakpoint
CREATE INDEX `unrouted_to` ON `unrouted` (`to_number`);