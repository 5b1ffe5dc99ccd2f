"""The program: its commands (`cli`), what runs when (`schedule`), and what each stage is given (`wiring`)."""
