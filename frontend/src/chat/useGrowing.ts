import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/** A field as high as its text; what is too high scrolls (the style sheet says when). */
export function useGrowing(text: string, focus: boolean): RefObject<HTMLTextAreaElement | null> {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);
  useEffect(() => {
    if (!focus) return;
    const element = field.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, [focus]);
  return field;
}
