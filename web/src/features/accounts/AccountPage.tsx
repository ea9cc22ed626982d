import { Soon } from "@/ui/Soon";

export function AccountPage() {
  return <Soon page="accounts" />;
}
