import {
  IconActivity,
  IconArrowsRightLeft,
  IconArrowsSplit2,
  IconBell,
  IconBolt,
  IconCalendarClock,
  IconCalendarRepeat,
  IconChecklist,
  IconCircleCheck,
  IconClockPause,
  IconForms,
  IconHandStop,
  IconHourglass,
  IconLayoutKanban,
  IconLockOpen,
  IconNote,
  IconPencil,
  IconRoute,
  IconShare3,
  IconSparkles,
  IconUserCheck,
  IconWebhook,
} from "@tabler/icons-react";

export type Icon = typeof IconBolt;

const OF_TRIGGERS: Record<string, Icon> = {
  opportunity_created: IconSparkles,
  opportunity_updated: IconPencil,
  step_changed: IconArrowsRightLeft,
  stage_changed: IconLayoutKanban,
  activity_added: IconActivity,
  activity_edited: IconActivity,
  task_added: IconChecklist,
  task_done: IconCircleCheck,
  task_reminded: IconBell,
  follow_up_due: IconCalendarClock,
  share_ended: IconHandStop,
  schedule: IconCalendarRepeat,
};
const OF_STEPS: Record<string, Icon> = {
  share: IconShare3,
  stop_sharing: IconLockOpen,
  set_fields: IconForms,
  move: IconRoute,
  set_owner: IconUserCheck,
  create_task: IconChecklist,
  log_activity: IconActivity,
  add_note: IconNote,
  notify: IconBell,
  webhook: IconWebhook,
  wait: IconHourglass,
  branch: IconArrowsSplit2,
};
export const triggerIcon = (type: string): Icon => OF_TRIGGERS[type] ?? IconBolt;
export const stepIcon = (what: string): Icon => OF_STEPS[what] ?? IconClockPause;
