import {
  Alert,
  Card,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Paper,
  type SelectProps,
  Tooltip,
} from "@mantine/core";

const iris: MantineColorsTuple = [
  "#f0f1ff",
  "#e0e2fe",
  "#c3c6fb",
  "#a2a6f6",
  "#8388f0",
  "#696eea",
  "#5457e0",
  "#4548c9",
  "#383ba4",
  "#2d2f83",
];
const gray: MantineColorsTuple = [
  "#f8f9fb",
  "#f1f3f6",
  "#e6e9ee",
  "#d7dbe3",
  "#b9c0cc",
  "#949dac",
  "#6b7484",
  "#4b5361",
  "#2c323d",
  "#14181f",
];
const dark: MantineColorsTuple = [
  "#e7eaf0",
  "#c3c9d4",
  "#98a1b1",
  "#6d7686",
  "#3b424f",
  "#2a303b",
  "#1b2028",
  "#15191f",
  "#0f1216",
  "#0a0c0f",
];

// The kit's own soft colors fail the contrast of small text; ours are measured.
const SOFT: Record<string, string> = {
  red: "bad",
  yellow: "warn",
  green: "ok",
  iris: "accent",
  blue: "blue",
};

export const theme = createTheme({
  primaryColor: "iris",
  primaryShade: 6,
  colors: { iris, gray, dark },
  black: "#14181f",
  fontFamily: "'Inter Variable', system-ui, 'Noto Sans', sans-serif",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.35", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.25" },
      h2: { fontSize: "1.0625rem" },
      h3: { fontSize: "0.9375rem" },
    },
  },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "md",
  cursorType: "pointer",
  autoContrast: true,
  respectReducedMotion: true,
  components: {
    Alert: Alert.extend({
      vars: (_, { color }) => {
        const name = SOFT[String(color ?? "iris")];
        return {
          root: {
            "--alert-bg": name ? `var(--${name}-soft)` : "var(--sunken)",
            "--alert-color": name ? `var(--${name})` : "var(--text)",
          },
        };
      },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true } }),
    Menu: Menu.extend({ defaultProps: { shadow: "md", radius: "lg", withInitialFocusPlaceholder: false } }),
    // Without the component itself, which the first board does not need.
    Select: { defaultProps: { checkIconPosition: "right" } satisfies Partial<SelectProps> },
    Paper: Paper.extend({ defaultProps: { radius: "lg" } }),
    Card: Card.extend({ defaultProps: { radius: "lg", withBorder: true } }),
    Drawer: Drawer.extend({ defaultProps: { overlayProps: { backgroundOpacity: 0.28, blur: 1 } } }),
  },
});
