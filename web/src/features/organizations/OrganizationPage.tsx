import { Soon } from "@/ui/Soon";

export function OrganizationPage() {
  return <Soon page="organization" />;
}
