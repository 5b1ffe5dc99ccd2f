"""Users of the desk: names, roles, passwords, sessions, logging in."""
