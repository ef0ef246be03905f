"""One case or dossier at a time: its file, its decision, its open facts, other readings."""
