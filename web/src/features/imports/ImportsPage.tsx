import { Soon } from "@/ui/Soon";

export function ImportsPage() {
  return <Soon page="import" />;
}
