export const PHONE = "(max-width: 760px)";
export const WIDE = "(min-width: 1600px)";
