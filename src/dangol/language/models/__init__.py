"""Small models that run in numpy alone: what they are, how they read, and the door for a larger one."""
