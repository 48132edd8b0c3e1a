"""MAY IT HAPPEN. The reference monitor: gate, decision, rule sources, questions, records."""
