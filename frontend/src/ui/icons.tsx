/** The icons, drawn as elements: the security policy knows no data: image, and a font of icons would be a font. */
import type { SVGProps } from "react";

const PATHS = {
  chat: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z",
  inbox: "M4 13 6.500 5.500h11L20 13v5.500H4V13Zm0 0h5a3 3 0 0 0 6 0h5",
  notes:
    "M7 3.500h7l4.500 4.500v12.500H7a1.500 1.500 0 0 1-1.500-1.500V5A1.500 1.500 0 0 1 7 3.500ZM14 3.500V8h4.500M9 13h6M9 16.500h4",
  activity: "M3.500 12.500H7L10 5l4 14 3-6.500h3.500",
  settings: "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3M15 5v4M9 10v4M15 15v4",
  pause: "M8.500 5.500v13M15.500 5.500v13",
  play: "M8 5.500v13l10.500-6.500L8 5.500Z",
  search: "M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13ZM15.300 15.300 20 20",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  more: "M5.500 12h.01M12 12h.01M18.500 12h.01",
  edit: "M4.500 19.500l1-4L16 5l3 3L8.500 18.500l-4 1ZM13.500 7.500l3 3",
  trash: "M4.500 7h15M9 7V4.500h6V7M6.500 7l1 13h9l1-13M10 11v5M14 11v5",
  send: "M12 19V5.500M6 11.500l6-6 6 6",
  stop: "M7 7h10v10H7Z",
  copy: "M9 9h10.500v10.500H9ZM15 9V4.500H4.500V15H9",
  check: "M5 12.500 10 17.500 19 7",
  retry: "M19 12a7 7 0 1 1-2.200-5.100L19 9M19 4.500V9h-4.500",
  right: "M9.500 6l6 6-6 6",
  down: "M6 9.500l6 6 6-6",
  back: "M14.500 6l-6 6 6 6",
  list: "M4 7h16M4 12h16M4 17h10",
  folder: "M3.500 6.500h6l2 2.500h9v10h-17Z",
  file: "M7 3.500h7l4 4v13H7ZM14 3.500v4h4",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.700-5.700L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.700 5.700L12 17",
  image: "M4 5h16v14H4ZM4 16l5-5 4 4 2.500-2.500L20 17M15.500 9h.01",
  shield: "M12 3.500 19 6v5.500c0 4.500-3 7.500-7 9-4-1.500-7-4.500-7-9V6Z",
  clock: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 8v4.500l3 2",
  wrong: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 8v5M12 16h.01",
  outside: "M12 4 21 19.500H3L12 4ZM12 10v4M12 16.800h.01",
  bell: "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15ZM10 18.500a2 2 0 0 0 4 0",
  out: "M14 5h5v5M19 5l-8 8M11 6H5.500v12.500H18V13",
  side: "M4 5h16v14H4ZM9.500 5v14",
  keyboard: "M3 7h18v10H3ZM6.500 10h.01M10 10h.01M14 10h.01M17.500 10h.01M8 14h8",
  person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.500 20a7.500 7.500 0 0 1 15 0",
  account: "M3.500 6.500h17v11h-17ZM3.500 10.500h17M7 14.500h4",
  phone: "M7.500 3.500h9v17h-9ZM11 17.500h2",
  lock: "M5.500 11h13v9.500h-13ZM8.500 11V8a3.500 3.500 0 0 1 7 0v3M12 14.500v2.500",
  leave: "M10 4.500H5v15h5M14 8l4 4-4 4M18 12H9",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18, ...rest }: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        d="M11 6H8a3 3 0 0 0-3 3v14a3 3 0 0 0 3 3h3M21 6h3a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-3"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.500"
        strokeLinecap="round"
      />
      <circle cx="16" cy="16" r="4.500" fill="var(--accent)" />
    </svg>
  );
}
