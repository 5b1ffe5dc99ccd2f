"""An issue: its content, its numbered operations, how they are written and replayed, and its publication."""
