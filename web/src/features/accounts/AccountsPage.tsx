import { Soon } from "@/ui/Soon";

export function AccountsPage() {
  return <Soon page="accounts" />;
}
