"""The only place that wires settings, engines and rooms together: ``bootstrap.house.open_house``."""
