"""What a form asks of the desk while it is filled in; each answer is JSON."""
