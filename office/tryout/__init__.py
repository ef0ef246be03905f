"""试算: a case or an appraisal tried out. Only what still matters is asked; nothing is stored."""
