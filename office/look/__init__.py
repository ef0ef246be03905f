"""How the office looks: the frame of every page, its colours and letters, its navigation, its errors."""
