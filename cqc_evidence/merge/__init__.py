"""A Word pack that somebody edited → what comes back of it: narrative, answers to gaps, comments. Nothing is written unasked."""
