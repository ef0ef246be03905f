"""制度库: the measures to be read, how each is read here, whether each is sound, and where it was used."""
