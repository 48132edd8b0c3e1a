import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { singleKeysAreOn } from "@/settings/preferences";

const PLACES: Readonly<Record<string, string>> = {
  c: "/chat",
  i: "/inbox",
  n: "/notes",
  a: "/audit",
  s: "/settings",
};

interface Keys {
  onPalette: () => void;
  onKeys: () => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], [role=menu]") !== null;

/** The keys that work everywhere. Single letters can be switched off (WCAG 2.1.4). */
export function useKeys({ onPalette, onKeys }: Keys): void {
  const [, go] = useLocation();
  const afterG = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onPalette();
        return;
      }
      const chord = event.ctrlKey || event.metaKey || event.altKey;
      if (chord || isTyping(event.target) || !singleKeysAreOn() || document.querySelector("[role=dialog]")) return;
      const place = event.timeStamp - afterG.current < 1200 ? PLACES[event.key] : undefined;
      afterG.current = event.key === "g" ? event.timeStamp : 0;
      if (place !== undefined) go(place);
      else if (event.key === "?") onKeys();
      else if (event.key === "c") go("/chat");
      else if (event.key === "/") document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [go, onPalette, onKeys]);
}
