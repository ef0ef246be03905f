"""The addresses for programs, by what they are about. Each asks the same questions and calls the same acts as pages."""
