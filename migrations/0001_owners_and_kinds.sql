CREATE TABLE `lists` (
	`id` text PRIMARY KEY NOT NULL,
	`author` text NOT NULL,
	`author_user` text NOT NULL,
	`line` text NOT NULL,
	`sealed_body` text NOT NULL,
	`state` text NOT NULL,
	`not_before` integer NOT NULL,
	`progress_channel` text,
	`progress_ts` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`template_id` text,
	`template_version` integer,
	`sealed_values` text
);
--> statement-breakpoint
CREATE INDEX `lists_running` ON `lists` (`author`,`created_at`) WHERE state = 'running';
--> statement-breakpoint
CREATE TABLE `__new_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`episode_id` text,
	`line` text NOT NULL,
	`direction` text NOT NULL,
	`state` text NOT NULL,
	`origin` text,
	`not_before` integer,
	`waits_for` text,
	`wait_reason` text,
	`waiting_since` integer,
	`agreed` text DEFAULT '' NOT NULL,
	`sealed_body` text NOT NULL,
	`sealed_media` text,
	`carrier` text NOT NULL,
	`carrier_message_id` text,
	`login` text,
	`carrier_thread` text,
	`sealed_sender` text,
	`files` integer DEFAULT 0 NOT NULL,
	`author` text,
	`author_user` text,
	`reply_channel` text,
	`reply_ts` text,
	`retry_of` text,
	`written_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`local_day` text,
	`sending_at` integer,
	`reread` integer DEFAULT false NOT NULL,
	`posted_ts` text,
	`failure_code` text,
	`failure_sentence` text,
	`unless_they_write` integer DEFAULT false NOT NULL,
	`list_id` text,
	`template_id` text,
	`template_version` integer,
	`unlogged` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`list_id`) REFERENCES `lists`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_messages` (`id`, `conversation_id`, `episode_id`, `line`, `direction`, `state`, `origin`, `not_before`, `waits_for`, `wait_reason`, `waiting_since`, `agreed`, `sealed_body`, `sealed_media`, `carrier`, `carrier_message_id`, `author`, `author_user`, `reply_channel`, `reply_ts`, `retry_of`, `written_at`, `created_at`, `local_day`, `sending_at`, `reread`, `posted_ts`, `failure_code`, `failure_sentence`)
SELECT messages.`id`,
	messages.`conversation_id`,
	messages.`episode_id`,
	conversations.`line`,
	messages.`direction`,
	messages.`state`,
	CASE WHEN messages.`direction` = 'in' THEN NULL WHEN messages.`retry_of` IS NULL THEN 'typed' ELSE 'retry' END,
	CASE WHEN messages.`wait_reason` = 'hold' THEN (SELECT outbox.`due_at` FROM `outbox` WHERE outbox.`key` = 'send:' || messages.`id`) END,
	messages.`waits_for`,
	messages.`wait_reason`,
	messages.`waiting_since`,
	messages.`agreed`,
	messages.`sealed_body`,
	messages.`sealed_media`,
	messages.`carrier`,
	messages.`carrier_message_id`,
	messages.`author`,
	messages.`author_user`,
	messages.`reply_channel`,
	messages.`reply_ts`,
	messages.`retry_of`,
	messages.`written_at`,
	messages.`created_at`,
	NULL,
	messages.`sending_at`,
	messages.`reread`,
	messages.`posted_ts`,
	messages.`failure_code`,
	messages.`failure_sentence`
FROM `messages`
JOIN `conversations` ON conversations.`id` = messages.`conversation_id`;
--> statement-breakpoint
DROP TABLE `messages`;
--> statement-breakpoint
ALTER TABLE `__new_messages` RENAME TO `messages`;
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_carrier_id` ON `messages` (`carrier`,`carrier_message_id`);
--> statement-breakpoint
CREATE INDEX `messages_episode` ON `messages` (`episode_id`,`created_at`);
--> statement-breakpoint
CREATE INDEX `messages_unsettled` ON `messages` (`state`) WHERE state in ('waiting', 'queued', 'sending', 'unknown');
--> statement-breakpoint
CREATE INDEX `messages_retry` ON `messages` (`retry_of`) WHERE retry_of is not null;
--> statement-breakpoint
CREATE INDEX `messages_unconfirmed` ON `messages` (`sending_at`) WHERE state in ('accepted', 'sent', 'unknown');
--> statement-breakpoint
CREATE TABLE `__new_conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`contact_id` text NOT NULL,
	`kind` text NOT NULL,
	`owner` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_conversations` (`id`, `contact_id`, `kind`, `owner`, `created_at`)
SELECT conversations.`id`,
	conversations.`contact_id`,
	'shared',
	conversations.`line`,
	conversations.`created_at`
FROM `conversations`;
--> statement-breakpoint
DROP TABLE `conversations`;
--> statement-breakpoint
ALTER TABLE `__new_conversations` RENAME TO `conversations`;
--> statement-breakpoint
CREATE UNIQUE INDEX `conversations_contact_owner` ON `conversations` (`contact_id`,`kind`,`owner`);
--> statement-breakpoint
CREATE INDEX `conversations_owner` ON `conversations` (`kind`,`owner`);
--> statement-breakpoint
CREATE TABLE `__new_notices` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`sealed_payload` text NOT NULL,
	`audience` text NOT NULL,
	`slack_user` text,
	`episode_id` text,
	`message_id` text,
	`reply_channel` text,
	`reply_ts` text,
	`choices` text NOT NULL,
	`sealed_sentence` text NOT NULL,
	`state` text NOT NULL,
	`sealed_outcome` text,
	`caused_at` integer NOT NULL,
	`outlives` integer DEFAULT false NOT NULL,
	`owed` integer DEFAULT false NOT NULL,
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
INSERT INTO `__new_notices` (`id`, `kind`, `sealed_payload`, `audience`, `slack_user`, `episode_id`, `message_id`, `reply_channel`, `reply_ts`, `choices`, `sealed_sentence`, `state`, `sealed_outcome`, `caused_at`, `outlives`, `post_channel`, `post_ts`, `chosen`, `chosen_by`, `chosen_at`, `created_at`)
SELECT notices.`id`,
	CASE WHEN notices.`choices` = '' THEN 'remark'
		WHEN notices.`choices` = 'take' THEN 'take_over'
		WHEN notices.`choices` = 'try_again' THEN 'failure'
		WHEN notices.`choices` = 'try_again discard' THEN 'doubt'
		WHEN notices.`kind` = 'thread' THEN 'away'
		ELSE 'held' END,
	'p:' || CASE WHEN notices.`seen_assignee` IS NULL THEN '{}' ELSE json_object('from', notices.`seen_assignee`) END,
	notices.`kind`,
	notices.`slack_user`,
	notices.`episode_id`,
	notices.`message_id`,
	notices.`reply_channel`,
	notices.`reply_ts`,
	'[' || replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(notices.`choices`, ' ', ','), 'send_anyway', '["send_anyway","Send anyway"]'), 'try_again', '["try_again","Try again"]'), 'reopen_and_send', '["reopen_and_send","Reopen and send"]'), 'send_in_open_thread', '["send_in_open_thread","Send in the open thread"]'), 'send_there', '["send_there","Send there"]'), 'send_now', '["send_now","Send now"]'), 'discard', '["discard","Discard"]'), 'send_text_only', '["send_text_only","Send text only"]'), 'take', '["take","Take"]') || ']',
	notices.`sealed_sentence`,
	notices.`state`,
	notices.`sealed_outcome`,
	notices.`caused_at`,
	notices.`choices` LIKE 'try_again%',
	notices.`post_channel`,
	notices.`post_ts`,
	notices.`chosen`,
	notices.`chosen_by`,
	notices.`chosen_at`,
	notices.`created_at`
FROM `notices`;
--> statement-breakpoint
DROP TABLE `notices`;
--> statement-breakpoint
ALTER TABLE `__new_notices` RENAME TO `notices`;
--> statement-breakpoint
CREATE INDEX `notices_reply` ON `notices` (`reply_channel`,`reply_ts`);
--> statement-breakpoint
CREATE INDEX `notices_message` ON `notices` (`message_id`);
--> statement-breakpoint
CREATE INDEX `notices_episode` ON `notices` (`episode_id`,`state`);
--> statement-breakpoint
CREATE INDEX `notices_undecided` ON `notices` (`created_at`) WHERE state = 'open' and message_id is null and owed = false;
--> statement-breakpoint
CREATE TABLE `__new_outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`callee` text NOT NULL,
	`pace` text,
	`loss` text NOT NULL,
	`lane` text NOT NULL,
	`position` integer NOT NULL,
	`priority` integer NOT NULL,
	`key` text,
	`version` integer DEFAULT 1 NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`channel` text,
	`tried_at` integer,
	`sealed_payload` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_outbox` (`id`, `kind`, `callee`, `pace`, `loss`, `lane`, `position`, `priority`, `key`, `version`, `due_at`, `attempts`, `channel`, `tried_at`, `sealed_payload`, `created_at`)
SELECT outbox.`id`,
	outbox.`kind`,
	CASE WHEN outbox.`kind` IN ('send', 'find') THEN 'carrier' ELSE 'desk' END,
	CASE WHEN outbox.`kind` IN ('open', 'text', 'line', 'remind') THEN 'post'
		WHEN outbox.`kind` IN ('card', 'rewrite') THEN 'refresh'
		WHEN outbox.`kind` = 'mark' THEN 'mark'
		WHEN outbox.`kind` IN ('tell', 'inform') THEN 'tell' END,
	CASE WHEN outbox.`kind` IN ('send', 'open', 'text', 'line') THEN 'never'
		WHEN outbox.`kind` IN ('tell', 'inform') THEN 'undeliverable'
		ELSE 'tolerable' END,
	outbox.`lane`,
	outbox.`position`,
	outbox.`priority`,
	outbox.`key`,
	outbox.`version`,
	outbox.`due_at`,
	outbox.`attempts`,
	outbox.`channel`,
	CASE WHEN outbox.`post_key` IS NOT NULL THEN coalesce(outbox.`claimed_at`, outbox.`created_at`) END,
	outbox.`sealed_payload`,
	outbox.`created_at`
FROM `outbox`;
--> statement-breakpoint
DELETE FROM `sqlite_sequence` WHERE `name` = '__new_outbox';
--> statement-breakpoint
INSERT INTO `sqlite_sequence` (`name`, `seq`) SELECT '__new_outbox', `seq` FROM `sqlite_sequence` WHERE `name` = 'outbox';
--> statement-breakpoint
DROP TABLE `outbox`;
--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key_unique` ON `outbox` (`key`);
--> statement-breakpoint
CREATE INDEX `outbox_lane` ON `outbox` (`lane`,`position`,`id`);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`);
--> statement-breakpoint
CREATE INDEX `outbox_channel` ON `outbox` (`channel`,`due_at`);
--> statement-breakpoint
CREATE TABLE `cursors` (
	`carrier` text PRIMARY KEY NOT NULL,
	`cursor` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `cursors` (`carrier`, `cursor`, `updated_at`)
SELECT substr(`key`, 6), `value`, CAST(`value` AS INTEGER) FROM `settings` WHERE `key` LIKE 'seen:%';
--> statement-breakpoint
DELETE FROM `settings` WHERE `key` LIKE 'seen:%';
--> statement-breakpoint
CREATE TABLE `__new_episodes` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`assignee` text,
	`channel` text,
	`thread` text,
	`opened_at` integer NOT NULL,
	`last_text_at` integer,
	`unanswered_since` integer,
	`resolved_at` integer,
	`resolved_by` text,
	`replaces` text,
	`looked_at` integer DEFAULT 0 NOT NULL,
	`joined` text DEFAULT '' NOT NULL,
	`idle_since` integer,
	`moved_to` text,
	`snoozed_until` integer,
	`snoozed_by` text,
	`unless_they_write` integer DEFAULT false NOT NULL,
	`taken_with` text,
	`drafts` integer DEFAULT 0 NOT NULL,
	`recorded` integer DEFAULT false NOT NULL,
	`unlogged` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_episodes` (`id`, `conversation_id`, `number`, `state`, `assignee`, `channel`, `thread`, `opened_at`, `last_text_at`, `unanswered_since`, `resolved_at`, `resolved_by`, `replaces`, `looked_at`, `joined`, `idle_since`)
SELECT episodes.`id`,
	episodes.`conversation_id`,
	episodes.`number`,
	episodes.`state`,
	episodes.`assignee`,
	episodes.`channel`,
	episodes.`thread`,
	episodes.`opened_at`,
	episodes.`last_text_at`,
	episodes.`unanswered_since`,
	episodes.`resolved_at`,
	episodes.`resolved_by`,
	episodes.`replaces`,
	episodes.`opened_at`,
	'',
	NULL
FROM `episodes`;
--> statement-breakpoint
DROP TABLE `episodes`;
--> statement-breakpoint
ALTER TABLE `__new_episodes` RENAME TO `episodes`;
--> statement-breakpoint
CREATE UNIQUE INDEX `episodes_one_open` ON `episodes` (`conversation_id`) WHERE state = 'open';
--> statement-breakpoint
CREATE UNIQUE INDEX `episodes_number` ON `episodes` (`conversation_id`,`number`);
--> statement-breakpoint
CREATE INDEX `episodes_open` ON `episodes` (`channel`,`looked_at`,`id`) WHERE state = 'open';
--> statement-breakpoint
CREATE INDEX `episodes_waiting` ON `episodes` (`unanswered_since`) WHERE unanswered_since is not null;
--> statement-breakpoint
CREATE INDEX `episodes_assignee` ON `episodes` (`assignee`) WHERE state = 'open';
--> statement-breakpoint
CREATE INDEX `episodes_idle` ON `episodes` (`idle_since`) WHERE idle_since is not null;
--> statement-breakpoint
CREATE INDEX `threads_latest` ON `threads` (`channel`,`latest`,`ts`);
--> statement-breakpoint
CREATE INDEX `replies_refused` ON `replies` (`channel`,`ts`) WHERE verdict = 'refused';
--> statement-breakpoint
ALTER TABLE `contacts` ADD `sealed_name` text;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `named_by` text;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `named_at` integer;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `in_ledger` integer DEFAULT false NOT NULL;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `review` text;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `blocked_at` integer;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `blocked_by` text;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `blocked_texts` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
CREATE INDEX `contacts_blocked` ON `contacts` (`blocked_at`) WHERE blocked_at is not null;
--> statement-breakpoint
CREATE TABLE `direct_channels` (
	`slack_user` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`greeted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `direct_channels_channel_unique` ON `direct_channels` (`channel`);
--> statement-breakpoint
CREATE TABLE `opt_outs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`address` text NOT NULL,
	`kind` text NOT NULL,
	`line` text,
	`source` text NOT NULL,
	`recorded_by` text,
	`said_at` integer NOT NULL,
	`sealed_evidence` text NOT NULL,
	`message_id` text,
	`confirmation_id` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `opt_outs_address` ON `opt_outs` (`address`,`id`);
--> statement-breakpoint
CREATE TABLE `automatic_answers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`contact_id` text NOT NULL,
	`kind` text NOT NULL,
	`message_id` text NOT NULL,
	`decided_at` integer NOT NULL,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `automatic_answers_contact` ON `automatic_answers` (`contact_id`,`decided_at`);
--> statement-breakpoint
CREATE INDEX `automatic_answers_message` ON `automatic_answers` (`message_id`);
--> statement-breakpoint
CREATE TABLE `auto_replies` (
	`username` text PRIMARY KEY NOT NULL,
	`sealed_value` text NOT NULL,
	`directory_was` text,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `homes` (
	`slack_user` text PRIMARY KEY NOT NULL,
	`opened_at` integer NOT NULL,
	`pages` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE `list_recipients` (
	`list_id` text NOT NULL,
	`position` integer NOT NULL,
	`recipient` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`not_before` integer,
	`reason` text,
	`message_id` text,
	PRIMARY KEY(`list_id`, `position`),
	FOREIGN KEY (`list_id`) REFERENCES `lists`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `list_recipients_once` ON `list_recipients` (`list_id`,`recipient`);
--> statement-breakpoint
CREATE INDEX `list_recipients_state` ON `list_recipients` (`list_id`,`state`,`position`);
--> statement-breakpoint
CREATE TABLE `staff_conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`one_username` text NOT NULL,
	`other_username` text NOT NULL,
	`channel` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_conversations_channel_unique` ON `staff_conversations` (`channel`);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_conversations_pair` ON `staff_conversations` (`one_username`,`other_username`);
--> statement-breakpoint
CREATE INDEX `staff_conversations_other` ON `staff_conversations` (`other_username`);
--> statement-breakpoint
CREATE TABLE `staff_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`author` text NOT NULL,
	`sealed_body` text NOT NULL,
	`ts` text,
	`written_at` integer NOT NULL,
	`edited_at` integer,
	`deleted_at` integer,
	FOREIGN KEY (`conversation_id`) REFERENCES `staff_conversations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_messages_ts` ON `staff_messages` (`conversation_id`,`ts`);
--> statement-breakpoint
CREATE INDEX `staff_messages_time` ON `staff_messages` (`conversation_id`,`written_at`);
--> statement-breakpoint
ALTER TABLE `contacts` ADD `time_zone` text;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `shared` integer DEFAULT false NOT NULL;
--> statement-breakpoint
CREATE INDEX `episodes_snoozed` ON `episodes` (`snoozed_until`) WHERE snoozed_until is not null;
--> statement-breakpoint
CREATE INDEX `messages_author` ON `messages` (`author`) WHERE author is not null;
--> statement-breakpoint
CREATE INDEX `messages_deciding` ON `messages` (`author`,`waiting_since`) WHERE waits_for = 'person';
--> statement-breakpoint
CREATE INDEX `messages_scheduled` ON `messages` (`author`,`not_before`) WHERE wait_reason = 'scheduled';
--> statement-breakpoint
CREATE INDEX `messages_list` ON `messages` (`list_id`,`state`) WHERE list_id is not null;
--> statement-breakpoint
ALTER TABLE `replies` ADD `by_us` integer DEFAULT false NOT NULL;
--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`author` text NOT NULL,
	`author_user` text NOT NULL,
	`episode_id` text NOT NULL,
	`template_id` text,
	`template_version` integer,
	`sealed_text` text NOT NULL,
	`leaves_at` integer,
	`unless_they_write` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `drafts_author` ON `drafts` (`author`,`changed_at`);
--> statement-breakpoint
CREATE INDEX `drafts_episode` ON `drafts` (`episode_id`);
--> statement-breakpoint
CREATE TABLE `template_uses` (
	`username` text NOT NULL,
	`template_id` text NOT NULL,
	`count` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`username`, `template_id`),
	FOREIGN KEY (`template_id`) REFERENCES `templates`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `template_uses_template` ON `template_uses` (`template_id`);
--> statement-breakpoint
CREATE TABLE `template_versions` (
	`template_id` text NOT NULL,
	`number` integer NOT NULL,
	`change` text NOT NULL,
	`scope` text NOT NULL,
	`owner` text NOT NULL,
	`key` text NOT NULL,
	`sealed_name` text NOT NULL,
	`sealed_text` text NOT NULL,
	`literal` integer NOT NULL,
	`changed_by` text,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`template_id`, `number`),
	FOREIGN KEY (`template_id`) REFERENCES `templates`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `templates` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`owner` text NOT NULL,
	`key` text NOT NULL,
	`sealed_name` text NOT NULL,
	`sealed_text` text NOT NULL,
	`literal` integer DEFAULT false NOT NULL,
	`origin` text DEFAULT 'own' NOT NULL,
	`remote_id` text,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`changed_by` text,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `templates_key` ON `templates` (`scope`,`owner`,`key`) WHERE deleted_at is null;
--> statement-breakpoint
CREATE INDEX `templates_deleted` ON `templates` (`deleted_at`) WHERE deleted_at is not null;
--> statement-breakpoint
ALTER TABLE `contacts` ADD `sealed_company` text;
--> statement-breakpoint
CREATE TABLE `crm_contacts` (
	`crm` text NOT NULL,
	`address` text NOT NULL,
	`contact_id` text,
	`contact_type` text,
	`sealed_name` text,
	`chosen_by` text,
	`chosen_at` integer NOT NULL,
	`tried_at` integer,
	PRIMARY KEY(`crm`, `address`)
);
--> statement-breakpoint
CREATE TABLE `crm_tokens` (
	`name` text PRIMARY KEY NOT NULL,
	`sealed_token` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `episode_events` (
	`id` text PRIMARY KEY NOT NULL,
	`episode_id` text NOT NULL,
	`kind` text NOT NULL,
	`done_by` text,
	`done_by_user` text,
	`done_to` text,
	`happened_at` integer NOT NULL,
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `episode_events_episode` ON `episode_events` (`episode_id`,`happened_at`);
--> statement-breakpoint
CREATE TABLE `local_logs` (
	`key` text PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`owner` text,
	`sealed_subject` text NOT NULL,
	`sealed_body` text NOT NULL,
	`started_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `local_logs_address` ON `local_logs` (`address`,`started_at`);
--> statement-breakpoint
CREATE INDEX `local_logs_started` ON `local_logs` (`started_at`);
--> statement-breakpoint
CREATE TABLE `log_prompts` (
	`conversation_id` text NOT NULL,
	`local_day` text NOT NULL,
	`username` text NOT NULL,
	`prompted_at` integer NOT NULL,
	PRIMARY KEY(`conversation_id`, `local_day`, `username`),
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `log_prompts_age` ON `log_prompts` (`prompted_at`);
--> statement-breakpoint
CREATE TABLE `log_settings` (
	`username` text PRIMARY KEY NOT NULL,
	`value` text DEFAULT '{}' NOT NULL,
	`remind_weekly` integer DEFAULT true NOT NULL,
	`reminded_at` integer,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `record_parts` (
	`record_id` text NOT NULL,
	`number` integer NOT NULL,
	`reference` text,
	`url` text,
	`contact_id` text,
	`tried_at` integer,
	`digest` text,
	PRIMARY KEY(`record_id`, `number`),
	FOREIGN KEY (`record_id`) REFERENCES `records`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `records` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`conversation_id` text NOT NULL,
	`episode_id` text NOT NULL,
	`local_day` text,
	`crm` text NOT NULL,
	`wanted` integer NOT NULL,
	`written` integer DEFAULT 0 NOT NULL,
	`hold` text,
	`sealed_reason` text,
	`contact_id` text,
	`contact_type` text,
	`sealed_contact_name` text,
	`chosen_by` text,
	`sealed_additions` text,
	`written_at` integer,
	`asked_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `records_key_unique` ON `records` (`key`);
--> statement-breakpoint
CREATE INDEX `records_conversation` ON `records` (`conversation_id`,`created_at`);
--> statement-breakpoint
CREATE INDEX `records_day` ON `records` (`conversation_id`,`local_day`);
--> statement-breakpoint
CREATE INDEX `records_episode` ON `records` (`episode_id`,`created_at`);
--> statement-breakpoint
CREATE INDEX `records_held` ON `records` (`hold`,`created_at`) WHERE hold is not null;
--> statement-breakpoint
CREATE INDEX `records_owed` ON `records` (`created_at`) WHERE wanted > written and hold is null;
--> statement-breakpoint
CREATE INDEX `episodes_unlogged` ON `episodes` (`id`) WHERE unlogged = true;
--> statement-breakpoint
CREATE INDEX `episodes_unrecorded` ON `episodes` (`last_text_at`) WHERE state = 'open' and recorded = false;
--> statement-breakpoint
CREATE INDEX `messages_unlogged` ON `messages` (`id`) WHERE unlogged = true;
--> statement-breakpoint
CREATE INDEX `messages_day` ON `messages` (`conversation_id`,`local_day`);
--> statement-breakpoint
ALTER TABLE `replies` ADD `unlogged` integer DEFAULT false NOT NULL;
--> statement-breakpoint
ALTER TABLE `replies` ADD `sealed_files` text;
--> statement-breakpoint
ALTER TABLE `unrouted` ADD `sealed_others` text;
--> statement-breakpoint
CREATE INDEX `replies_notes` ON `replies` (`episode_id`,`ts`) WHERE verdict = 'note';
--> statement-breakpoint
CREATE INDEX `replies_unlogged` ON `replies` (`channel`,`ts`) WHERE unlogged = true;
--> statement-breakpoint
CREATE TABLE `carrier_notes` (
	`carrier` text NOT NULL,
	`note` text NOT NULL,
	`thread` text NOT NULL,
	`channel` text,
	`ts` text,
	`digest` text,
	`told_at` integer NOT NULL,
	PRIMARY KEY(`carrier`, `note`)
);
--> statement-breakpoint
CREATE INDEX `carrier_notes_reply` ON `carrier_notes` (`channel`,`ts`);
--> statement-breakpoint
CREATE TABLE `carrier_threads` (
	`carrier` text NOT NULL,
	`thread` text NOT NULL,
	`line` text NOT NULL,
	`address` text NOT NULL,
	`episode_id` text,
	`state` text NOT NULL,
	`reason` text,
	`assignee` text,
	`sealed_assignee_name` text,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`carrier`, `thread`),
	FOREIGN KEY (`episode_id`) REFERENCES `episodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `carrier_threads_episode` ON `carrier_threads` (`episode_id`);
--> statement-breakpoint
CREATE INDEX `carrier_threads_pair` ON `carrier_threads` (`line`,`address`,`changed_at`);
--> statement-breakpoint
CREATE TABLE `elsewhere` (
	`carrier` text NOT NULL,
	`carrier_message_id` text NOT NULL,
	`conversation_id` text,
	`sealed_event` text NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`carrier`, `carrier_message_id`),
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `elsewhere_conversation` ON `elsewhere` (`conversation_id`,`received_at`);
--> statement-breakpoint
CREATE TABLE `file_bytes` (
	`file_id` text PRIMARY KEY NOT NULL,
	`sealed_bytes` text NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `files` (
	`id` text PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`position` integer NOT NULL,
	`content_type` text NOT NULL,
	`sealed_name` text,
	`size` integer,
	`sealed_source` text,
	`state` text NOT NULL,
	`trouble` text,
	`token` text,
	`token_until` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `files_token_unique` ON `files` (`token`);
--> statement-breakpoint
CREATE INDEX `files_message` ON `files` (`message_id`,`position`);
--> statement-breakpoint
CREATE INDEX `files_kept` ON `files` (`created_at`) WHERE state = 'kept';
--> statement-breakpoint
CREATE TABLE `instances` (
	`name` text PRIMARY KEY NOT NULL,
	`version` text NOT NULL,
	`started_at` integer NOT NULL,
	`beat_at` integer NOT NULL,
	`deaf_since` integer,
	`missed_since` integer
);
--> statement-breakpoint
CREATE TABLE `template_links` (
	`carrier` text NOT NULL,
	`theirs` text NOT NULL,
	`template_id` text NOT NULL,
	`login` text,
	`version` integer NOT NULL,
	`digest` text NOT NULL,
	`synced_at` integer NOT NULL,
	PRIMARY KEY(`carrier`, `theirs`)
);
--> statement-breakpoint
CREATE INDEX `template_links_template` ON `template_links` (`template_id`);
