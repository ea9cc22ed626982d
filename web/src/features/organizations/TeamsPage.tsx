import { Soon } from "@/ui/Soon";

export function TeamsPage() {
  return <Soon page="teams" />;
}
