/** One set of tokens, from which light and dark are made; components use the CSS variables only. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#e8f5f2", "#d0eae4", "#a5d8cd", "#77c6b6", "#55b8a5", "#2f9e8b", "#137a6b", "#0f6f62", "#0b6156", "#084a42",
];
const red: MantineColorsTuple = [
  "#fdecea", "#f9d5d1", "#f3aca5", "#f18f86", "#f58378", "#d9483b", "#c5352a", "#b3261e", "#971d16", "#74150f",
];
const gray: MantineColorsTuple = [
  "#f9f9f7", "#f0f0ed", "#e6e6e2", "#dadad5", "#c9cac4", "#a9aba5", "#7f827d", "#4d5054", "#35383b", "#1f2123",
];
const dark: MantineColorsTuple = [
  "#e4e6e8", "#c8ccd0", "#a0a6ad", "#757c84", "#3c4146", "#2e3236", "#22262a", "#1a1d20", "#151719", "#0f1113",
];

export const theme = createTheme({
  primaryColor: "accent",
  // White on both is 5:1 or better; the lighter accent of the dark scheme is for text and lines.
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, red, gray, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "0.9375rem", lg: "1.25rem", xl: "1.25rem" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.25rem", lineHeight: "1.3" } } },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    // Within the main landmark, and without Mantine's placeholder, which is no child a menu may have.
    Menu: {
      defaultProps: {
        shadow: "sm",
        transitionProps: { duration: 100 },
        portalProps: { target: "#main" },
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.35 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 140 }, overlayProps: { backgroundOpacity: 0.35 } } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 80 } } },
  },
});

export const tokens: CSSVariablesResolver = () => ({
  variables: { "--measure": "72ch", "--rail": "68px", "--bar": "56px" },
  light: {
    "--bg": "#f7f7f5",
    "--surface": "#ffffff",
    "--sunken": "#f0f0ed",
    "--hover": "#ecece8",
    "--line": "#e2e2dd",
    "--line-strong": "#8b8d88",
    "--text": "#1b1d1f",
    "--dim": "#5a5e63",
    "--accent": "#0f6f62",
    "--accent-soft": "#e2f2ee",
    "--accent-text": "#0b6156",
    "--danger": "#b3261e",
    "--stopped": "#b3261e",
    "--danger-soft": "#fdecea",
    "--outside": "#855000",
    "--outside-edge": "#d58a00",
    "--outside-soft": "#fdf3df",
    "--mantine-color-body": "#f7f7f5",
    "--mantine-color-text": "#1b1d1f",
    "--mantine-color-dimmed": "#5a5e63",
    "--mantine-color-placeholder": "#666a6f",
    "--mantine-color-error": "#b3261e",
    "--mantine-color-default-border": "#c9cac4",
    "--mantine-color-anchor": "#0b6156",
  },
  dark: {
    "--bg": "#151719",
    "--surface": "#1b1e21",
    "--sunken": "#111315",
    "--hover": "#24282c",
    "--line": "#2b2f33",
    "--line-strong": "#6f767d",
    "--text": "#e4e6e8",
    "--dim": "#a0a6ad",
    "--accent": "#55b8a5",
    "--accent-soft": "#17322e",
    "--accent-text": "#77c6b6",
    "--danger": "#f58378",
    "--stopped": "#c5352a",
    "--danger-soft": "#38201e",
    "--outside": "#efb54d",
    "--outside-edge": "#c98a14",
    "--outside-soft": "#2f2714",
    "--mantine-color-body": "#151719",
    "--mantine-color-text": "#e4e6e8",
    "--mantine-color-dimmed": "#a0a6ad",
    "--mantine-color-placeholder": "#8b9198",
    "--mantine-color-error": "#f58378",
    "--mantine-color-default": "#1b1e21",
    "--mantine-color-default-hover": "#24282c",
    "--mantine-color-default-border": "#3c4146",
    "--mantine-color-anchor": "#77c6b6",
  },
});
