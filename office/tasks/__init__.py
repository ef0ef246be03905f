"""What is to be done, by whom, until when, and by which sentence of a law; given by the acts of other apps."""
