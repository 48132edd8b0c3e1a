"""MAY IT HAPPEN. The reference monitor: gate, decision, rule sources, approvals, audit chain. Touches no I/O itself."""
