import { Soon } from "@/ui/Soon";

export function KeysPage() {
  return <Soon page="keys" />;
}
