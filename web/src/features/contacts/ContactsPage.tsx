import { Soon } from "@/ui/Soon";

export function ContactsPage() {
  return <Soon page="contacts" />;
}
