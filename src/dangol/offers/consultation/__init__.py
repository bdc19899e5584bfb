"""A brand's consultations: the questions it asks, what they lead to, and the made-to-measure things that its rules allow."""
