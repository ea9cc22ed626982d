import { Soon } from "@/ui/Soon";

export function MembersPage() {
  return <Soon page="members" />;
}
