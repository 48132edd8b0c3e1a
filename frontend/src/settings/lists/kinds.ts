/** The person's lists, in their words. */
import type { ListKind } from "@/api/types";
import type { IconName } from "@/ui/icons";

export interface Kind {
  readonly kind: ListKind;
  readonly title: string;
  readonly says: string;
  /** What is added to it, as the label of a field. */
  readonly label: string;
  readonly example: string;
  readonly empty: string;
  readonly icon: IconName;
}

export const KINDS: readonly Kind[] = [
  {
    kind: "recipient",
    title: "People",
    says: "May be written to without a question, where you chose “only when it is not plainly what I said”.",
    label: "E-mail address or phone number",
    example: "anna@example.org",
    empty: "Nobody. Whom you do not name yourself is asked about.",
    icon: "person",
  },
  {
    kind: "domain",
    title: "Web hosts",
    says: "May be read from without a question. What stands there is still from outside, and gives no orders.",
    label: "Name of a host",
    example: "example.org",
    empty: "None. Every host that you do not name yourself is asked about.",
    icon: "link",
  },
  {
    kind: "folder",
    title: "Folders",
    says: "Tools may work in them without a question, where you chose “only when it is not plainly what I said”.",
    label: "Folder",
    example: "Projects/Garden",
    empty: "None. A place that you do not name yourself is asked about.",
    icon: "folder",
  },
  {
    kind: "account",
    title: "Accounts",
    says: "Count as named by you. A payment still asks, unless its amount is plainly what you said too.",
    label: "IBAN or account number",
    example: "DE89 3704 …",
    empty: "None. An account from a bill or a mail vouches for nothing.",
    icon: "account",
  },
  {
    kind: "browser_domain",
    title: "Hosts in the browser",
    says: "Their pages may be operated, not only read. Put only those here where a wrong click costs little.",
    label: "Name of a host",
    example: "example.org",
    empty: "None. No page may be operated without a question.",
    icon: "out",
  },
];
