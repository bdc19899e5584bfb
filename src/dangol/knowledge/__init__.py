"""What is true: products, places, policies, articles, versions, search."""
