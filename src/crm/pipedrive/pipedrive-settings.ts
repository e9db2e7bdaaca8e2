export interface PipedriveSettings {
  readonly apiToken: string;
  /** Where the API lives, without a slash at the end. */
  readonly apiUrl: string;
  /** The key of the kind of activity that an SMS is. */
  readonly activityType: string;
}
