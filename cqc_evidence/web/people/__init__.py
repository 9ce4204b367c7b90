"""Who is asking: the two ways in, sessions, the hosts that are answered, and how often somebody may ask."""
