import { Soon } from "@/ui/Soon";

export function ChannelsPage() {
  return <Soon page="channels" />;
}
