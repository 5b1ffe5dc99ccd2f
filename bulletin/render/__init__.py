"""An issue rendered: HTML, PDF, JSON."""
