"""Follow-ups: what must happen next, written with the act that causes it and sent by the pump."""
