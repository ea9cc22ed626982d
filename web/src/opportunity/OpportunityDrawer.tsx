export default function OpportunityDrawer() {
  return null;
}
