import { Soon } from "@/ui/Soon";

export function TasksPage() {
  return <Soon page="tasks" />;
}
