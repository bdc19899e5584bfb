"""What buyers say: opinions, counted whole and quoted with their negatives, and never taken for facts."""
