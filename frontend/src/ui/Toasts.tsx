/** Short words about what has just been done, with a way back. */
import { UnstyledButton } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import classes from "./Toasts.module.css";

interface Toast {
  id: number;
  text: string;
  undo?: (() => void) | undefined;
}

type Tell = (text: string, undo?: () => void) => void;

const LIFE = 8000;
const ToastContext = createContext<Tell>(() => undefined);

export const useToast = (): Tell => useContext(ToastContext);

function ToastLine({ toast, onRemove }: { toast: Toast; onRemove: (id: number) => void }) {
  const [held, setHeld] = useState(false);
  const onOver = useCallback(() => onRemove(toast.id), [onRemove, toast.id]);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(onOver, LIFE);
    return () => clearTimeout(timer);
  }, [held, onOver]);
  const hold = { onMouseEnter: () => setHeld(true), onMouseLeave: () => setHeld(false) };
  return (
    // A toast that is being read stays; nothing else depends on the mouse.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes.toast} {...hold} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <span>{toast.text}</span>
      {toast.undo !== undefined && (
        <UnstyledButton
          onClick={() => {
            toast.undo?.();
            onOver();
          }}
        >
          Undo
        </UnstyledButton>
      )}
      <UnstyledButton onClick={onOver} aria-label="Dismiss">
        ✕
      </UnstyledButton>
    </div>
  );
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const next = useRef(1);
  const tell = useCallback<Tell>((text, undo) => {
    const id = next.current++;
    setToasts((now) => [...now.slice(-1), { id, text, undo }]);
  }, []);
  const remove = useCallback((id: number) => setToasts((now) => now.filter((each) => each.id !== id)), []);
  return (
    <ToastContext value={tell}>
      {children}
      <div className={classes.region} role="status" aria-live="polite">
        {toasts.map((toast) => (
          <ToastLine key={toast.id} toast={toast} onRemove={remove} />
        ))}
      </div>
    </ToastContext>
  );
}
