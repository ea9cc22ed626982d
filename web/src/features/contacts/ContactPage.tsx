import { Soon } from "@/ui/Soon";

export function ContactPage() {
  return <Soon page="contacts" />;
}
