import { Soon } from "@/ui/Soon";

export function BoardPage() {
  return <Soon page="board" />;
}
