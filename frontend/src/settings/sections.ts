/** The sections of the settings: what each is called, says of itself, and is shown by. */
import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import type { IconName } from "@/ui/icons";

export interface PanelProps {
  admin: boolean;
  /** What of the section is looked at; empty for all of it. */
  item: string;
}

export interface SettingsSection {
  readonly slug: string;
  readonly label: string;
  /** One line for the list on a phone. */
  readonly says: string;
  readonly icon: IconName;
  readonly Panel: LazyExoticComponent<ComponentType<PanelProps>>;
  /** There is nothing in it for anybody else, who is not shown that it exists. */
  readonly adminsOnly?: true;
}

export const SECTIONS = [
  {
    slug: "general",
    label: "General",
    says: "Model, caution, appearance, who is signed in",
    icon: "settings",
    Panel: lazy(() => import("./GeneralPanel")),
  },
  {
    slug: "rules",
    label: "Rules",
    says: "What is always allowed, asked or denied",
    icon: "check",
    Panel: lazy(() => import("./rules/RulesPanel")),
  },
  {
    slug: "lists",
    label: "Lists",
    says: "People, hosts, folders and accounts you vouch for",
    icon: "list",
    Panel: lazy(() => import("./lists/ListsPanel")),
  },
  {
    slug: "tools",
    label: "Tool servers",
    says: "Programs that give the assistant more to do",
    icon: "link",
    Panel: lazy(() => import("./servers/ServersPanel")),
  },
  {
    slug: "people",
    label: "People",
    says: "Who uses this paios, and invitations",
    icon: "person",
    Panel: lazy(() => import("./people/PeoplePanel")),
  },
  {
    slug: "account",
    label: "Your account",
    says: "Your password, and a second step to sign in",
    icon: "person",
    Panel: lazy(() => import("./account/AccountPanel")),
  },
  {
    slug: "devices",
    label: "Devices",
    says: "Where you are signed in",
    icon: "phone",
    Panel: lazy(() => import("./account/DevicesPanel")),
  },
  {
    slug: "keys",
    label: "API keys",
    says: "What programs of yours may ask for",
    icon: "keyboard",
    Panel: lazy(() => import("./keys/KeysPanel")),
  },
  {
    slug: "credentials",
    label: "Credentials",
    says: "Passwords and keys that paios signs in with",
    icon: "lock",
    Panel: lazy(() => import("./credentials/CredentialsPanel")),
    adminsOnly: true,
  },
  {
    slug: "protection",
    label: "Protection",
    says: "Signals against text that gives orders, and alarms",
    icon: "shield",
    Panel: lazy(() => import("./protection/ProtectionPanel")),
  },
  {
    slug: "limits",
    label: "Limits and usage",
    says: "How far it may go, and what was used",
    icon: "clock",
    Panel: lazy(() => import("./LimitsPanel")),
  },
] as const satisfies readonly SettingsSection[];

/** The sections that this person is shown. */
export const sectionsFor = (admin: boolean): readonly SettingsSection[] =>
  SECTIONS.filter((each) => admin || !("adminsOnly" in each));

/** Which section an address names, and what of it: `/settings/tools/3f…`; null for the list of them. */
export function sectionAt(path: string): { section: SettingsSection | undefined; item: string } | null {
  const [slug = "", item = ""] = path.replace(/^\/settings\/?/, "").split("/");
  if (slug === "") return null;
  return { section: SECTIONS.find((each) => each.slug === slug), item };
}
